using System.Runtime.Intrinsics;
using Autonomys.Primitives.Simd;

namespace Autonomys.Primitives.Tests.Simd;

/// <summary>Each step by its definition, element by element: the instruction where the processor has it, else what stands in for it.</summary>
public sealed class Vectors512Tests
{
    private static readonly Random Random = new(512);
    private readonly uint[] _a = Words();
    private readonly uint[] _b = Words();

    [Fact]
    public void Rotation()
    {
        Vector512<uint> a = Vector512.Create(_a);
        Assert.Equal(_a.Select(word => uint.RotateRight(word, 1)), Values(Vectors512.RotateRight(a, 1)));
        Assert.Equal(_a.Select(word => uint.RotateRight(word, 12)), Values(Vectors512.RotateRight(a, 12)));
        Assert.Equal(_a.Select(word => uint.RotateRight(word, 31)), Values(Vectors512.RotateRight(a, 31)));
    }

    [Fact]
    public void Unpacking()
    {
        Vector512<uint> a = Vector512.Create(_a);
        Vector512<uint> b = Vector512.Create(_b);
        Assert.Equal(Parts(part => [_a[part], _b[part], _a[part + 1], _b[part + 1]]), Values(Vectors512.UnpackLow(a, b)));
        Assert.Equal(Parts(part => [_a[part + 2], _b[part + 2], _a[part + 3], _b[part + 3]]), Values(Vectors512.UnpackHigh(a, b)));
        Assert.Equal(
            Parts(part => [_a[part], _a[part + 1], _b[part], _b[part + 1]]), Values(Vectors512.UnpackLow(a.AsUInt64(), b.AsUInt64()).AsUInt32()));
        Assert.Equal(
            Parts(part => [_a[part + 2], _a[part + 3], _b[part + 2], _b[part + 3]]),
            Values(Vectors512.UnpackHigh(a.AsUInt64(), b.AsUInt64()).AsUInt32()));
    }

    [Fact]
    public void Selection_of_parts()
    {
        Vector512<uint> selected = Vectors512.SelectParts(Vector512.Create(_a), Vector512.Create(_b), 0b_11_00_10_01);
        Assert.Equal([.. _a[4..8], .. _a[8..12], .. _b[0..4], .. _b[12..16]], Values(selected));
    }

    [Fact]
    public void Bytes()
    {
        byte[] bytes = new byte[64];
        byte[] indexes = new byte[64];
        byte[] mask = new byte[64];
        Random.NextBytes(bytes);
        Random.NextBytes(indexes);
        for (int i = 0; i < 64; i++)
        {
            mask[i] = (byte)(Random.Next(2) * 0xFF);
        }

        Vector512<byte> value = Vector512.Create(bytes);
        Assert.Equal(indexes.Select(index => bytes[index % 64]), Values(Vectors512.LookUp(value, Vector512.Create(indexes))));
        byte[] kept = [.. bytes.Where((_, i) => mask[i] != 0)];
        Assert.Equal([.. kept, .. new byte[64 - kept.Length]], Values(Vectors512.Compress(Vector512.Create(mask), value)));
        byte[] order = [3, 2, 1, 0, 7, 6, 5, 4, 11, 10, 9, 8, 15, 14, 13, 15];
        Assert.Equal(
            Enumerable.Range(0, 64).Select(i => bytes[(i / 16 * 16) + order[i % 16]]), Values(Vectors512.ShuffleParts(value, Vector128.Create(order))));
    }

    private static uint[] Words() => [.. Enumerable.Range(0, 16).Select(_ => (uint)Random.NextInt64(1L << 32))];

    private static IEnumerable<uint> Parts(Func<int, uint[]> part) => Enumerable.Range(0, 4).SelectMany(i => part(4 * i));

    private static T[] Values<T>(Vector512<T> vector)
    {
        T[] values = new T[Vector512<T>.Count];
        vector.CopyTo(values);
        return values;
    }
}
