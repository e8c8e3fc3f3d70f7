using Autonomys.Cluster.Placement;
using Autonomys.Primitives.Pieces;
using Autonomys.Testing;
using CsCheck;

namespace Autonomys.Cluster.Tests.Placement;

public sealed class FragmentCodeTests
{
    [Fact]
    public void Any_k_fragments_restore_the_bytes() => Gen.Select(Gen.Int[1, 9], Gen.Int[0, 4], Gen.Int[1, 700], Gen.Int).Sample((data, parity, length, seed) =>
    {
        FragmentCode code = new(data, parity);
        byte[] bytes = Vectors.Bytes($"fragments {seed}", length);
        (int, ReadOnlyMemory<byte>)[] all = [.. Enumerable.Range(0, data + parity).Select(i => (i, (ReadOnlyMemory<byte>)code.Encode(bytes, i)))];
        new Random(seed).Shuffle(all);
        byte[] restored = new byte[length];
        code.Decode(all[..data], restored);
        return restored.AsSpan().SequenceEqual(bytes);
    });

    [Fact]
    public void Data_fragments_are_the_bytes_themselves()
    {
        byte[] piece = Vectors.Bytes("piece", Piece.Size);
        FragmentCode code = new(5, 2);
        byte[] joined = [.. Enumerable.Range(0, 5).SelectMany(i => code.Encode(piece, i))];
        Assert.Equal(piece, joined[..piece.Length]);
        Assert.All(joined[piece.Length..], filler => Assert.Equal(0, filler));
    }

    /// <summary>As a reader has them: data fragments in their place, what is left over used for the missing one.</summary>
    [Fact]
    public void Fragments_that_lie_in_their_place_stay_there()
    {
        FragmentCode code = new(3, 1);
        byte[] bytes = Vectors.Bytes("placed", 300);
        byte[] restored = (byte[])bytes.Clone();
        restored.AsSpan(100, 100).Fill(0xAA);
        code.Decode([(0, restored.AsMemory(0, 100)), (3, code.Encode(bytes, 3)), (2, restored.AsMemory(200, 100))], restored);
        Assert.Equal(bytes, restored);
        code.Decode([(0, restored.AsMemory(0, 100)), (1, restored.AsMemory(100, 100)), (2, restored.AsMemory(200, 100))], restored);
        Assert.Equal(bytes, restored);
    }

    [Fact]
    public void Memory_with_something_in_it_is_filled_whole()
    {
        FragmentCode code = new(5, 2);
        byte[] bytes = Vectors.Bytes("filled", 301);
        for (int fragment = 0; fragment < 7; fragment++)
        {
            byte[] used = Enumerable.Repeat((byte)0xAA, 61).ToArray();
            code.Encode(bytes, fragment, used);
            Assert.Equal(code.Encode(bytes, fragment), used);
        }

        Assert.Throws<ArgumentOutOfRangeException>(() => code.Encode(bytes, 0, new byte[60]));
    }

    [Fact]
    public void A_parity_fragment_is_the_sum_that_the_field_says()
    {
        // Fragment 3 of 2 + 2 takes 1/(3 + 0) of the first part and 1/(3 + 1) of the second, where 3 + 1 is 2 in this field.
        Assert.Equal([1, 1], new FragmentCode(2, 2).Encode([3, 0, 0, 2], 3));
        Assert.Equal(0x8E, GaloisField.Invert(2));
        Assert.Equal(0x1D, GaloisField.Multiply(0x80, 2));
    }

    [Fact]
    public void Too_few_doubled_or_wrong_fragments_are_refused()
    {
        FragmentCode code = new(3, 1);
        byte[] bytes = Vectors.Bytes("few", 300);
        byte[] restored = new byte[300];
        Assert.Throws<ArgumentException>(() => code.Decode([(0, code.Encode(bytes, 0)), (1, code.Encode(bytes, 1))], restored));
        Assert.Throws<ArgumentException>(() => code.Decode([(0, code.Encode(bytes, 0)), (0, code.Encode(bytes, 0)), (1, code.Encode(bytes, 1))], restored));
        Assert.Throws<ArgumentException>(() => code.Decode([(0, code.Encode(bytes, 0)), (4, code.Encode(bytes, 0)), (1, code.Encode(bytes, 1))], restored));
        Assert.Throws<ArgumentException>(() => code.Decode([(0, new byte[99]), (2, code.Encode(bytes, 2)), (1, code.Encode(bytes, 1))], restored));
    }

    [Fact]
    public void Wide_and_scalar_products_are_equal() => Gen.Select(Gen.Byte, Gen.Int[0, 300], Gen.Int).Sample((factor, length, seed) =>
    {
        byte[] source = Vectors.Bytes($"source {seed}", length);
        byte[] expected = Vectors.Bytes($"sum {seed}", length);
        byte[] actual = (byte[])expected.Clone();
        GaloisField.MultiplyAddScalar(factor, source, expected);
        GaloisField.MultiplyAdd(factor, source, actual);
        return actual.AsSpan().SequenceEqual(expected);
    });

    [Fact]
    public void Each_width_that_this_machine_has_equals_the_scalar_one()
    {
        byte[] source = Vectors.Bytes("source", 1000);
        byte[] start = Vectors.Bytes("sum", 1000);
        for (int factor = 0; factor < 256; factor++)
        {
            byte[] expected = (byte[])start.Clone();
            GaloisField.MultiplyAddScalar((byte)factor, source, expected);
            if (System.Runtime.Intrinsics.X86.Avx2.IsSupported)
            {
                byte[] actual = (byte[])start.Clone();
                int done = GaloisField.MultiplyAdd256((byte)factor, source, actual);
                Assert.Equal(expected[..done], actual[..done]);
                Assert.Equal(start[done..], actual[done..]);
            }

            if (System.Runtime.Intrinsics.X86.Avx512BW.IsSupported)
            {
                byte[] actual = (byte[])start.Clone();
                int done = GaloisField.MultiplyAdd512((byte)factor, source, actual);
                Assert.Equal(expected[..done], actual[..done]);
            }
        }
    }
}
