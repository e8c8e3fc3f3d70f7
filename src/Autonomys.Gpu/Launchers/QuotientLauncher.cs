using Autonomys.Cryptography.Bls12381.Fields;
using Autonomys.Gpu.Devices;
using Autonomys.Gpu.Kernels.Fields;
using ILGPU;
using ILGPU.Runtime;

namespace Autonomys.Gpu.Launchers;

/// <summary>
/// From half of a record's 2n shards to the quotient of its polynomial by x − z, in one go; see <see cref="OpeningKernel"/>. Owns buffers of
/// about 9n scalars; one caller at a time.
/// </summary>
internal sealed class QuotientLauncher : IDisposable
{
    private const int InversionRun = 16;

    private readonly ComputeDevice _device;
    private readonly ScalarTables _tables;
    private readonly FftLauncher _fft;
    private readonly VanishingLauncher _vanishing;
    private readonly int _logCount;
    private readonly Scalar _fold;
    private readonly DeviceMemory _owned;
    private readonly ArrayView<DeviceScalar> _cosetFactors;
    private readonly ArrayView<DeviceScalar> _backFactors;
    private readonly ArrayView<DeviceScalar> _cosetPoints;
    private readonly ArrayView<DeviceScalar> _shards;
    private readonly ArrayView<DeviceScalar> _even;
    private readonly ArrayView<DeviceScalar> _odd;
    private readonly ArrayView<DeviceScalar> _product;
    private readonly ArrayView<DeviceScalar> _quotient;
    private readonly ArrayView<DeviceScalar> _numbers;
    private readonly ArrayView<int> _positions;
    private readonly ArrayView<int> _unused;

    private readonly Action<AcceleratorStream, KernelConfig, ArrayView<DeviceScalar>, ArrayView<int>, ArrayView<DeviceScalar>, ArrayView<DeviceScalar>, ArrayView<DeviceScalar>> _place;
    private readonly Action<AcceleratorStream, KernelConfig, ArrayView<DeviceScalar>, ArrayView<DeviceScalar>, ArrayView<DeviceScalar>, ArrayView<DeviceScalar>> _foldKernel;
    private readonly Action<AcceleratorStream, KernelConfig, ArrayView<DeviceScalar>, ArrayView<DeviceScalar>, ArrayView<DeviceScalar>, ArrayView<DeviceScalar>> _divide;
    private readonly Action<AcceleratorStream, KernelConfig, ArrayView<DeviceScalar>, ArrayView<DeviceScalar>, ArrayView<DeviceScalar>, int> _invert;

    /// <param name="device">The device.</param>
    /// <param name="tables">Its tables.</param>
    /// <param name="fft">Its transforms.</param>
    /// <param name="logCount">Binary logarithm of n: 15 for records of the network, at least 5.</param>
    public QuotientLauncher(ComputeDevice device, ScalarTables tables, FftLauncher fft, int logCount)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(logCount, 5);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(logCount, ScalarFft.MaxLogSize - 1);
        Accelerator accelerator = device.Accelerator;
        _device = device;
        _tables = tables;
        _fft = fft;
        _vanishing = new VanishingLauncher(device, tables, fft);
        _logCount = logCount;
        _place = accelerator.LoadKernel<ArrayView<DeviceScalar>, ArrayView<int>, ArrayView<DeviceScalar>, ArrayView<DeviceScalar>, ArrayView<DeviceScalar>>(OpeningKernel.Place);
        _foldKernel = accelerator.LoadKernel<ArrayView<DeviceScalar>, ArrayView<DeviceScalar>, ArrayView<DeviceScalar>, ArrayView<DeviceScalar>>(OpeningKernel.Fold);
        _divide = accelerator.LoadKernel<ArrayView<DeviceScalar>, ArrayView<DeviceScalar>, ArrayView<DeviceScalar>, ArrayView<DeviceScalar>>(OpeningKernel.Divide);
        _invert = accelerator.LoadKernel<ArrayView<DeviceScalar>, ArrayView<DeviceScalar>, ArrayView<DeviceScalar>, int>(OpeningKernel.InvertAndMultiply);

        // The coset: u is of order 4n, so that no 2n-th root is on it.
        int count = 1 << logCount;
        Scalar coset = ScalarFft.RootOfUnity(logCount + 2);
        Scalar inverseOfSize = Scalar.FromUInt64((ulong)count).Invert();
        _fold = coset.Pow((ulong)count);
        Scalar[] points = new Scalar[count];
        Scalar step = ScalarFft.RootOfUnity(logCount);
        points[0] = coset;
        for (int i = 1; i < count; i++)
        {
            points[i] = points[i - 1] * step;
        }

        using DeviceMemory made = new(accelerator);
        _cosetFactors = made.Copy(ScalarTables.AsDevice(ScalarTables.BitReversedPowers(coset, inverseOfSize, count)));
        _backFactors = made.Copy(ScalarTables.AsDevice(ScalarTables.BitReversedPowers(coset.Invert(), inverseOfSize, count)));
        _cosetPoints = made.Copy(ScalarTables.AsDevice(points));
        _shards = made.Room<DeviceScalar>(count);
        _even = made.Room<DeviceScalar>(count);
        _odd = made.Room<DeviceScalar>(count);
        _product = made.Room<DeviceScalar>(2 * count);
        _quotient = made.Room<DeviceScalar>(count);
        _numbers = made.Room<DeviceScalar>(3);
        _positions = made.Room<int>(count);
        _unused = made.Room<int>(count);
        _owned = made.Keep();
    }

    /// <summary>n: shards that are needed.</summary>
    public int Count => 1 << _logCount;

    /// <summary>Queues the work on <paramref name="stream"/>; returns the n coefficients, bit-reversed, good until the next call.</summary>
    /// <param name="stream">The stream.</param>
    /// <param name="shards">n shards.</param>
    /// <param name="positions">The distinct positions of these among the 2n.</param>
    /// <param name="opened">Which of the shards to open: z is the root at its position, y its value.</param>
    /// <exception cref="ArgumentException">There are not n shards, or positions are out of range or not distinct.</exception>
    public ArrayView<DeviceScalar> Divide(AcceleratorStream stream, ReadOnlySpan<Scalar> shards, ReadOnlySpan<int> positions, int opened)
    {
        RequireCount(shards.Length);
        _shards.CopyFromCPU(stream, ScalarTables.AsDevice(shards));
        return Divide(stream, _shards, positions, opened);
    }

    /// <summary>The same of shards that are on the device.</summary>
    public ArrayView<DeviceScalar> Divide(AcceleratorStream stream, ArrayView<DeviceScalar> shards, ReadOnlySpan<int> positions, int opened)
    {
        RequireCount(shards.IntLength);
        int[] unused = OtherPositions(positions);
        Scalar z = ScalarFft.ForSize(2 * Count).RootAt(positions[opened]);
        _positions.CopyFromCPU(stream, positions.ToArray());
        _unused.CopyFromCPU(stream, unused);
        _numbers.CopyFromCPU(stream, ScalarTables.AsDevice([_fold, Scalar.Zero, z]));
        shards.SubView(opened, 1).CopyTo(stream, _numbers.SubView(1, 1));

        _vanishing.Evaluate(stream, _unused, _even, _odd, _quotient);
        _product.MemSetToZero(stream);
        _place(stream, _device.ForItems(Count), shards, _positions, _even, _odd, _product);
        _fft.Inverse(stream, _product, _logCount + 1, _tables.None);
        _foldKernel(stream, _device.ForItems(Count), _product, _numbers, _cosetFactors, _quotient);
        _fft.Forward(stream, _quotient, _logCount);

        // Z less x^n − 1 has the values of Z at the n-th roots, and degree below n.
        _fft.Move(stream, _even, _logCount, _cosetFactors);
        _divide(stream, _device.ForItems(Count), _quotient, _even, _cosetPoints, _numbers);
        _invert(stream, _device.ForItems(Count / InversionRun), _quotient, _even, _odd, InversionRun);
        _fft.Inverse(stream, _quotient, _logCount, _backFactors);
        return _quotient;
    }

    public void Dispose() => _owned.Dispose();

    private void RequireCount(int length)
    {
        if (length != Count)
        {
            throw new ArgumentException($"{Count} shards and positions are needed, not {length}.");
        }
    }

    private int[] OtherPositions(ReadOnlySpan<int> positions)
    {
        RequireCount(positions.Length);
        bool[] used = new bool[2 * Count];
        foreach (int position in positions)
        {
            if ((uint)position >= (uint)used.Length || used[position])
            {
                throw new ArgumentException($"Position {position} is not below {used.Length} or is given twice.", nameof(positions));
            }

            used[position] = true;
        }

        int[] unused = new int[Count];
        int next = 0;
        for (int i = 0; i < used.Length; i++)
        {
            if (!used[i])
            {
                unused[next++] = i;
            }
        }

        return unused;
    }
}
