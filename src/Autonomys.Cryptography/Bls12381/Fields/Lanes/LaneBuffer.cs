using System.Runtime.InteropServices;

namespace Autonomys.Cryptography.Bls12381.Fields.Lanes;

/// <summary>Memory for elements in groups, aligned for every vector; lent out and given back, so that a record leaves no garbage.</summary>
internal sealed unsafe class LaneBuffer : IDisposable
{
    // A buffer of 2^16 elements has 2.4 MB; this many of each size stay for the next one.
    private const int MostKept = 16;
    private const int Alignment = 64;

    private static readonly Stack<LaneBuffer>[] Kept = [.. Enumerable.Range(0, ScalarFft.MaxLogSize + 1).Select(_ => new Stack<LaneBuffer>(MostKept))];

    private readonly int _logElements;

    private LaneBuffer(int logElements)
    {
        // SAFETY: freed by the finalizer alone; whoever holds the address holds the buffer.
        _logElements = logElements;
        Data = (uint*)NativeMemory.AlignedAlloc((nuint)(sizeof(uint) * Scalar.ShortLimbs) << logElements, Alignment);
    }

    ~LaneBuffer() => NativeMemory.AlignedFree(Data);

    /// <summary>Nine words an element. Not cleared.</summary>
    public uint* Data { get; }

    /// <summary>A buffer of 2^<paramref name="logElements"/> elements; disposing gives it back.</summary>
    public static LaneBuffer Rent(int logElements)
    {
        Stack<LaneBuffer> kept = Kept[logElements];
        lock (kept)
        {
            if (kept.TryPop(out LaneBuffer? buffer))
            {
                return buffer;
            }
        }

        return new LaneBuffer(logElements);
    }

    public void Dispose()
    {
        Stack<LaneBuffer> kept = Kept[_logElements];
        lock (kept)
        {
            if (kept.Count < MostKept)
            {
                kept.Push(this);
            }
        }
    }
}
