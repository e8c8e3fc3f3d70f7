using System.Runtime.CompilerServices;
using ILGPU;

namespace Autonomys.Gpu.Kernels;

/// <summary>Reads a proof's x values as one string of bits, a little-endian word of its bytes at a time.</summary>
internal struct ProofReader
{
    /// <summary>Index of the next value.</summary>
    public int Next;

    /// <summary>Index after the last one.</summary>
    public int End;

    private ulong _pending;
    private int _pendingBits;

    /// <summary>The next 32 bits; zero, and nothing read, when there are no more. The length of a proof is a whole number of bytes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint Word<TK>(ref ProofReader reader, ArrayView<uint> xs)
        where TK : unmanaged, IConstant
    {
        int k = default(TK).Value;
        while (reader._pendingBits < 32 && reader.Next < reader.End)
        {
            reader._pending = (reader._pending << k) | xs[reader.Next++];
            reader._pendingBits += k;
        }

        // 64 values of K bits are 2·K words: only after the last is less than a word left, and then nothing.
        if (reader._pendingBits < 32)
        {
            return 0;
        }

        reader._pendingBits -= 32;
        return Words.Reverse((uint)(reader._pending >> reader._pendingBits));
    }
}
