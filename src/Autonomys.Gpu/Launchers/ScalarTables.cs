using System.Numerics;
using System.Runtime.InteropServices;
using Autonomys.Cryptography.Bls12381.Fields;
using Autonomys.Gpu.Devices;
using Autonomys.Gpu.Kernels.Fields;
using ILGPU;
using ILGPU.Runtime;

namespace Autonomys.Gpu.Launchers;

/// <summary>The constants of transforms up to 2^16 in device memory, 4 MiB, made once for a device.</summary>
internal sealed class ScalarTables : IDisposable
{
    private const int LogSize = ScalarFft.MaxLogSize;

    private readonly DeviceMemory _owned;

    /// <exception cref="AcceleratorException">The device has too little memory left.</exception>
    public ScalarTables(ComputeDevice device)
    {
        using DeviceMemory made = new(device.Accelerator);
        Roots = made.Copy(AsDevice(MakeRoots()));
        OddFactors = made.Copy(AsDevice(MakeOddFactors()));
        _owned = made.Keep();
    }

    /// <summary>The roots of a butterfly of half-width h at [h, 2h).</summary>
    public ArrayView<DeviceScalar> Roots { get; }

    /// <summary>What moves coefficients of size D half a step on: at [D, 2D), bit-reversed, with 1/D.</summary>
    public ArrayView<DeviceScalar> OddFactors { get; }

    /// <summary>No factors: a view that a device takes as an argument, of no scalar.</summary>
    public ArrayView<DeviceScalar> None => Roots.SubView(0, 0);

    /// <summary>The same numbers as the kernels see them.</summary>
    public static DeviceScalar[] AsDevice(ReadOnlySpan<Scalar> scalars) => MemoryMarshal.Cast<Scalar, DeviceScalar>(scalars).ToArray();

    /// <summary>Powers of a base, times a constant, in bit-reversed order.</summary>
    public static Scalar[] BitReversedPowers(Scalar power, Scalar constant, int count)
    {
        Scalar[] factors = new Scalar[count];
        int shift = 32 - BitOperations.Log2((uint)count);
        for (int i = 0; i < count; i++)
        {
            factors[ReverseBits((uint)i, shift)] = constant;
            constant *= power;
        }

        return factors;
    }

    public void Dispose() => _owned.Dispose();

    private static int ReverseBits(uint value, int shift)
    {
        value = ((value >> 1) & 0x55555555) | ((value & 0x55555555) << 1);
        value = ((value >> 2) & 0x33333333) | ((value & 0x33333333) << 2);
        value = ((value >> 4) & 0x0f0f0f0f) | ((value & 0x0f0f0f0f) << 4);
        return shift == 32 ? 0 : (int)(System.Buffers.Binary.BinaryPrimitives.ReverseEndianness(value) >> shift);
    }

    private static Scalar[] MakeRoots()
    {
        Scalar[] roots = new Scalar[1 << LogSize];
        int half = roots.Length / 2;
        Scalar root = ScalarFft.RootOfUnity(LogSize);
        Scalar power = Scalar.One;
        for (int j = 0; j < half; j++)
        {
            roots[half + j] = power;
            power *= root;
        }

        // The roots of half the order are every second one.
        for (int i = half - 1; i >= 1; i--)
        {
            roots[i] = roots[2 * i];
        }

        return roots;
    }

    private static Scalar[] MakeOddFactors()
    {
        Scalar[] factors = new Scalar[1 << LogSize];
        for (int log = 0; log < LogSize; log++)
        {
            int size = 1 << log;
            Scalar inverseOfSize = Scalar.FromUInt64((ulong)size).Invert();
            BitReversedPowers(ScalarFft.RootOfUnity(log + 1), inverseOfSize, size).CopyTo(factors.AsSpan(size));
        }

        return factors;
    }
}
