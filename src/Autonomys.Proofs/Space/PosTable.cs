using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.X86;
using Autonomys.Primitives.Sectors;

namespace Autonomys.Proofs.Space;

/// <summary>
/// The tables of one seed: finds the proof for an s-bucket, if there is one. A view of its generator's buffers, which can be used (by any
/// number of threads) until the generator makes another table or is disposed; after that every method throws.
/// </summary>
public sealed partial class PosTable
{
    private const ulong Absent = ulong.MaxValue;

    private readonly PosTableGenerator _owner;
    private readonly int _generation;
    private readonly ITableStore _store;

    /// <summary>Position in table 7 of the first entry of each s-bucket in the lower, its y in the upper 32 bits; or <see cref="Absent"/>.</summary>
    private readonly ulong[] _firstEntries;

    /// <param name="firstEntries">Memory for one number per s-bucket, which the table uses as long as its generation lasts.</param>
    internal PosTable(PosTableGenerator owner, int generation, ITableStore store, ulong[] firstEntries)
    {
        _owner = owner;
        _generation = generation;
        _store = store;
        K = owner.K;
        _firstEntries = firstEntries;
        ProofCount = IndexFirstEntries();
    }

    public int K { get; }

    /// <summary>Length of a proof in bytes.</summary>
    public int ProofSize => PosParameters.ProofSize(K);

    /// <summary>How many of the 65,536 s-buckets have a proof.</summary>
    public int ProofCount { get; }

    public bool HasProof(SBucket sBucket)
    {
        RequireCurrent();
        return _firstEntries[sBucket.Value] != Absent;
    }

    /// <summary>Writes the proof for an s-bucket: of several, the one whose table 7 entry is first by (y, position).</summary>
    /// <returns>False, with the output untouched, if there is none.</returns>
    /// <exception cref="ArgumentException">The output is not <see cref="ProofSize"/> bytes.</exception>
    public bool TryFindProof(SBucket sBucket, Span<byte> proof)
    {
        RequireCurrent();
        if (proof.Length != ProofSize)
        {
            throw new ArgumentException($"A proof for K = {K} is {ProofSize} bytes, the output {proof.Length}.", nameof(proof));
        }

        ulong entry = _firstEntries[sBucket.Value];
        if (entry == Absent)
        {
            return false;
        }

        WriteProof((uint)entry, proof);
        return true;
    }

    /// <summary>Fills <paramref name="sBuckets"/> with the first s-buckets that have a proof, ascending.</summary>
    /// <returns>How many were written: less than asked for if fewer have one.</returns>
    public int SelectProvable(Span<SBucket> sBuckets)
    {
        RequireCurrent();
        int count = 0;
        for (int i = 0; i < _firstEntries.Length && count < sBuckets.Length; i++)
        {
            if (_firstEntries[i] != Absent)
            {
                sBuckets[count++] = new SBucket((ushort)i);
            }
        }

        return count;
    }

    /// <summary>
    /// Proofs of all the entries of table 7 that begin with the given K bits, in the order (y, position); of those that were kept.
    /// </summary>
    internal List<byte[]> FindAllProofs(uint challengeBits)
    {
        RequireCurrent();
        List<ulong> entries = [];
        for (int run = 0; run < _store.LastRunCount; run++)
        {
            ReadOnlySpan<uint> ys = _store.LastRun(run, out int first);
            for (int i = 0; i < ys.Length; i++)
            {
                if (ys[i] >> PosParameters.ExtensionBits == challengeBits)
                {
                    entries.Add(((ulong)ys[i] << 32) | (uint)(first + i));
                }
            }
        }

        entries.Sort();
        return entries.ConvertAll(entry =>
        {
            byte[] proof = new byte[ProofSize];
            WriteProof((uint)entry, proof);
            return proof;
        });
    }

    /// <summary>Finds the least (y, position) of each s-bucket.</summary>
    private int IndexFirstEntries()
    {
        // At K = 20 one y in 16 proves an s-bucket, and usually no others have been kept.
        Array.Fill(_firstEntries, Absent);
        int k = K;
        int unusedBits = Math.Max(0, k - 16);
        uint unusedMask = PosParameters.UnusedChallengeMask(k);
        for (int run = 0; run < _store.LastRunCount; run++)
        {
            ReadOnlySpan<uint> ys = _store.LastRun(run, out int start);
            for (int i = 0; i < ys.Length; i++)
            {
                if ((ys[i] & unusedMask) != 0)
                {
                    continue;
                }

                uint bits = ys[i] >> PosParameters.ExtensionBits;
                ulong entry = ((ulong)ys[i] << 32) | (uint)(start + i);
                uint bigEndian = k >= 16 ? bits >> unusedBits : bits << (16 - k);
                ref ulong first = ref _firstEntries[SwapBytes(bigEndian)];
                first = Math.Min(first, entry);
                if (k < 16)
                {
                    // Two s-buckets differ in the bit that K = 15 cuts off.
                    ref ulong neighbour = ref _firstEntries[SwapBytes(bigEndian | 1)];
                    neighbour = Math.Min(neighbour, entry);
                }
            }
        }

        int count = 0;
        foreach (ulong entry in _firstEntries)
        {
            count += entry == Absent ? 0 : 1;
        }

        return count;
    }

    private static uint SwapBytes(uint value) => ((value & 0xFF) << 8) | (value >> 8);

    /// <summary>Walks back from an entry of table 7 to 64 x values, and writes them K bits each, first bit highest.</summary>
    private void WriteProof(uint lastPosition, Span<byte> proof)
    {
        Span<uint> positions = stackalloc uint[PosParameters.XsPerProof];
        positions[0] = lastPosition;
        WalkBack(positions, 1);
        ProofPacking.Pack(K, positions, proof);
    }

    /// <summary>Replaces positions in table 7 by the x values that they stand on, 64 each.</summary>
    /// <param name="positions">The positions at the beginning, and room for 64 times as many.</param>
    /// <param name="count">How many positions.</param>
    /// <remarks>
    /// Table by table rather than proof by proof: reads of one table do not wait for each other, those of one proof do. What the next table
    /// will be asked for is known as soon as this one has answered, and is fetched into the cache meanwhile.
    /// </remarks>
    private unsafe void WalkBack(Span<uint> positions, int count)
    {
        for (int table = PosParameters.Tables; table >= 2; table--, count *= 2)
        {
            // From the last to the first, since a pair takes the place of its position and the one after.
            ReadOnlySpan<ulong> backPointers = _store.BackPointers(table);
            bool prefetch = table > 2 && Sse.IsSupported;
            ref ulong next = ref MemoryMarshal.GetReference(_store.BackPointers(prefetch ? table - 1 : table));
            for (int i = count - 1; i >= 0; i--)
            {
                ulong pair = backPointers[(int)positions[i]];
                positions[2 * i] = (uint)pair;
                positions[(2 * i) + 1] = (uint)(pair >> 32);
                if (prefetch)
                {
                    // SAFETY: a prefetch reads nothing and cannot fail, wherever the address has gone meanwhile.
                    Sse.Prefetch0(Unsafe.AsPointer(ref Unsafe.Add(ref next, (uint)pair)));
                    Sse.Prefetch0(Unsafe.AsPointer(ref Unsafe.Add(ref next, (uint)(pair >> 32))));
                }
            }
        }
    }

    private void RequireCurrent()
    {
        if (!_owner.Holds(_generation))
        {
            ThrowStale();
        }
    }

    [DoesNotReturn]
    private static void ThrowStale() =>
        throw new InvalidOperationException("The generator of this table has made another one or was disposed: its buffers no longer hold it.");
}
