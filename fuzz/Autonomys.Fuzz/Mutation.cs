using System.Buffers.Binary;

namespace Autonomys.Fuzz;

/// <summary>Changes that decoders trip over: flipped bits, cuts, repeats, splices, and numbers at the edges of their types.</summary>
internal static class Mutation
{
    private static readonly ulong[] Edges =
        [0, 1, 0x7f, 0x80, 0xff, 0x7fff, 0xffff, 0x7fff_ffff, 0xffff_ffff, 0x7fff_ffff_ffff_ffff, ulong.MaxValue];

    public static byte[] Change(byte[] input, byte[] other, Random random)
    {
        byte[] changed = [.. input];
        for (int changes = random.Next(1, 5); changes > 0; changes--)
        {
            changed = Once(changed, other, random);
        }

        return changed;
    }

    private static byte[] Once(byte[] input, byte[] other, Random random)
    {
        int at = random.Next(input.Length + 1);
        int length = Math.Min(input.Length - at, random.Next(1, 33));
        switch (random.Next(8))
        {
            case 0 when at < input.Length:
                input[at] ^= (byte)(1 << random.Next(8));
                return input;
            case 1 when at < input.Length:
                input[at] = (byte)random.Next(256);
                return input;
            case 2:
                return input[..at];
            case 3:
                byte[] inserted = new byte[random.Next(1, 40)];
                random.NextBytes(inserted);
                return [.. input[..at], .. inserted, .. input[at..]];
            case 4:
                return [.. input[..at], .. input[(at + length)..]];
            case 5:
                return [.. input[..(at + length)], .. input[at..]];
            case 6:
                return [.. input[..at], .. other[Math.Min(other.Length, at)..]];
            default:
                return Number(input, at, random);
        }
    }

    private static byte[] Number(byte[] input, int at, Random random)
    {
        Span<byte> number = stackalloc byte[8];
        BinaryPrimitives.WriteUInt64LittleEndian(number, Edges[random.Next(Edges.Length)]);
        number[..Math.Min(1 << random.Next(4), input.Length - at)].CopyTo(input.AsSpan(at));
        return input;
    }
}
