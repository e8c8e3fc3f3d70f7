using System.Numerics;
using System.Runtime.InteropServices;
using Autonomys.Cryptography.Bls12381.Curves;
using Autonomys.Gpu.Devices;
using Autonomys.Gpu.Kernels.Fields;
using Autonomys.Gpu.Kernels.Points;
using ILGPU;
using ILGPU.Runtime;

namespace Autonomys.Gpu.Launchers;

/// <summary>Σ scalar[i]·point[i] for points that stay the same, on a device; see <see cref="MsmKernel"/>.</summary>
/// <remarks>
/// Owns 12 MiB for 32,768 points. One caller at a time. The buckets' weighted sum is made by runs of 16: of each
/// run the plain sum P and the sum W with weights 1 to 16. Then Σ (b + 1)·B[b] = ΣW + 16·Σ t·P[t], of which the last is a sum of the same
/// kind, over a sixteenth of the points. The few that are left at the end are summed on the host, exactly as any other points.
/// </remarks>
internal sealed class MsmLauncher : IDisposable
{
    private const int Run = 16;

    private readonly ComputeDevice _device;
    private readonly PointTables _tables;
    private readonly DeviceMemory _owned;
    private readonly ArrayView<int> _digits;
    private readonly ArrayView<int> _counts;
    private readonly ArrayView<int> _starts;
    private readonly ArrayView<int> _summands;
    private readonly ArrayView<DevicePoint> _buckets;
    private readonly ArrayView<DevicePoint> _runs;
    private readonly Action<AcceleratorStream, KernelConfig, ArrayView<DeviceScalar>, ArrayView<int>, ArrayView<int>, int> _split;
    private readonly Action<AcceleratorStream, KernelConfig, ArrayView<int>, ArrayView<int>> _start;
    private readonly Action<AcceleratorStream, KernelConfig, ArrayView<int>, ArrayView<int>, ArrayView<int>, int, int, int> _sort;
    private readonly Action<AcceleratorStream, KernelConfig, ArrayView<DeviceAffine>, ArrayView<int>, ArrayView<int>, ArrayView<DevicePoint>> _sumBuckets;
    private readonly Action<AcceleratorStream, KernelConfig, ArrayView<DevicePoint>, ArrayView<DevicePoint>, ArrayView<DevicePoint>> _sumRuns;

    /// <param name="device">The device.</param>
    /// <param name="tables">Its tables, for all of its launchers.</param>
    /// <exception cref="AcceleratorException">The device has too little memory left.</exception>
    public MsmLauncher(ComputeDevice device, PointTables tables)
    {
        Accelerator accelerator = device.Accelerator;
        _device = device;
        _tables = tables;
        int bucketCount = 1 << (tables.DigitWidth - 1);
        using DeviceMemory made = new(accelerator);
        _digits = made.Room<int>(tables.Windows * tables.Count);
        _counts = made.Room<int>(bucketCount);
        _starts = made.Room<int>(bucketCount + 1);
        _summands = made.Room<int>(tables.Windows * tables.Count);
        _buckets = made.Room<DevicePoint>(bucketCount);
        _runs = made.Room<DevicePoint>(Math.Max(1, bucketCount / Run * 4));
        _split = accelerator.LoadKernel<ArrayView<DeviceScalar>, ArrayView<int>, ArrayView<int>, int>(MsmKernel.Digits);
        _start = accelerator.LoadKernel<ArrayView<int>, ArrayView<int>>(MsmKernel.Starts);
        _sort = accelerator.LoadKernel<ArrayView<int>, ArrayView<int>, ArrayView<int>, int, int, int>(MsmKernel.Sort);
        _sumBuckets = accelerator.LoadKernel<ArrayView<DeviceAffine>, ArrayView<int>, ArrayView<int>, ArrayView<DevicePoint>>(MsmKernel.SumBuckets);
        _sumRuns = accelerator.LoadKernel<ArrayView<DevicePoint>, ArrayView<DevicePoint>, ArrayView<DevicePoint>>(MsmKernel.SumRuns);
        _owned = made.Keep();
    }

    /// <summary>The sum over the first scalars; waits for it.</summary>
    /// <param name="stream">The stream.</param>
    /// <param name="scalars">At most as many as there are points.</param>
    /// <param name="isBitReversed">Whether scalar i belongs to the point whose number is i with its bits reversed; they are a power of two then.</param>
    /// <exception cref="ArgumentException">There are more scalars than points.</exception>
    public G1Point Multiply(AcceleratorStream stream, ArrayView<DeviceScalar> scalars, bool isBitReversed)
    {
        int count = scalars.IntLength;
        if (count > _tables.Count)
        {
            throw new ArgumentException($"There are {_tables.Count} points for {count} scalars.", nameof(scalars));
        }

        ArrayView<int> digits = _digits.SubView(0, _tables.Windows * count);
        _counts.MemSetToZero(stream);
        _split(stream, _device.ForItems(count), scalars, digits, _counts, _tables.DigitWidth);
        _start(stream, new KernelConfig(1, _device.GroupSize), _counts, _starts);
        _sort(stream, _device.ForItems(digits.Length), digits, _counts, _summands, count, _tables.Count, isBitReversed ? BitOperations.Log2((uint)count) : 0);
        _sumBuckets(stream, _device.ForItems(_buckets.Length), _tables.Entries, _starts, _summands, _buckets);
        return SumWeighted(stream);
    }

    public void Dispose() => _owned.Dispose();

    private G1Point SumWeighted(AcceleratorStream stream)
    {
        // Beside the points of a level lie those whose plain sum is wanted: the W of each level above, one segment each.
        ArrayView<DevicePoint> level = _buckets;
        int length = _buckets.IntLength;
        int segments = 1;
        int used = 0;
        while (length >= 2 * Run)
        {
            int runs = segments * length / Run;
            ArrayView<DevicePoint> plain = Room(ref used, runs);
            ArrayView<DevicePoint> weighted = Room(ref used, runs);
            _sumRuns(stream, _device.ForItems(runs), level, plain, weighted);
            length /= Run;
            segments++;
            level = _runs.SubView(used - (2 * runs), segments * length);
        }

        DevicePoint[] rest = new DevicePoint[level.Length];
        level.CopyToCPU(stream, rest);
        stream.Synchronize();
        return Finish(rest, length, segments);
    }

    private ArrayView<DevicePoint> Room(ref int used, int length)
    {
        ArrayView<DevicePoint> room = _runs.SubView(used, length);
        used += length;
        return room;
    }

    private static G1Point Finish(DevicePoint[] points, int length, int segments)
    {
        ReadOnlySpan<DevicePoint> last = points.AsSpan(0, length);
        G1Point plain = default;
        G1Point weighted = default;
        for (int i = length - 1; i >= 0; i--)
        {
            plain += AsPoint(last[i]);
            weighted += plain;
        }

        // Upwards: the sum with weights from zero, sixteen times, and the W of the level.
        for (int segment = segments - 1; segment >= 1; segment--)
        {
            G1Point sum = weighted - plain;
            for (int doubled = 1; doubled < Run; doubled *= 2)
            {
                sum = sum.Double();
            }

            foreach (DevicePoint point in points.AsSpan(segment * length, length))
            {
                sum += AsPoint(point);
            }

            weighted = sum;
        }

        return weighted;
    }

    private static G1Point AsPoint(DevicePoint point) =>
        G1Point.FromExtended(MemoryMarshal.AsBytes(MemoryMarshal.CreateReadOnlySpan(ref point, 1)));
}
