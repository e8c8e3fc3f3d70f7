using System.Runtime.InteropServices;
using Autonomys.Cryptography.Bls12381.Fields;
using Autonomys.Gpu.Kernels.Fields;
using Autonomys.Testing;

namespace Autonomys.Gpu.Tests.Shared;

/// <summary>Scalars to test with.</summary>
internal static class ScalarData
{
    /// <summary>Number i from bytes 31·i … of the label's output, as the vectors have it.</summary>
    public static Scalar[] FromLabel(string label, int count)
    {
        byte[] bytes = Vectors.Bytes(label, count * Scalar.SafeSize);
        Scalar[] scalars = new Scalar[count];
        for (int i = 0; i < count; i++)
        {
            scalars[i] = Scalar.FromSafeBytes(bytes.AsSpan(i * Scalar.SafeSize, Scalar.SafeSize));
        }

        return scalars;
    }

    /// <summary>0, 1, 2, r − 1, r − 2, powers of two and a few others.</summary>
    public static Scalar[] Edges { get; } =
    [
        Scalar.Zero, Scalar.One, Scalar.FromUInt64(2), -Scalar.One, -Scalar.FromUInt64(2), Scalar.FromUInt64(uint.MaxValue),
        Scalar.FromUInt64(1UL << 32), Scalar.FromUInt64(ulong.MaxValue), Scalar.FromUInt64(2).Pow(254), Scalar.FromUInt64(2).Pow(128) - Scalar.One,
        .. FromLabel("gpu-edges", 7),
    ];

    public static Scalar[] AsHost(ReadOnlySpan<DeviceScalar> scalars) => MemoryMarshal.Cast<DeviceScalar, Scalar>(scalars).ToArray();

    /// <summary>The protocol's bytes as words.</summary>
    public static uint[] AsWords(ReadOnlySpan<Scalar> scalars)
    {
        byte[] bytes = new byte[scalars.Length * Scalar.Size];
        for (int i = 0; i < scalars.Length; i++)
        {
            scalars[i].ToBytes(bytes.AsSpan(i * Scalar.Size, Scalar.Size));
        }

        return MemoryMarshal.Cast<byte, uint>(bytes).ToArray();
    }
}
