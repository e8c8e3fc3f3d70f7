using System.Runtime.InteropServices;
using Autonomys.Cryptography.Kzg;
using Autonomys.Farming.Reading;
using Autonomys.Gpu.Devices;
using Autonomys.Gpu.Kernels;
using Autonomys.Gpu.Launchers;
using Autonomys.Primitives.Bytes;
using Autonomys.Primitives.Pieces;
using Autonomys.Primitives.Sectors;
using Autonomys.Primitives.Solutions;
using ILGPU.Runtime;

namespace Autonomys.Gpu.Proving;

/// <summary>A whole proof on a device: table, chunks, quotient and witness. 1 MiB of the plot goes in, a chunk, a proof and a few points come out. One caller at a time.</summary>
internal sealed class RecordProver : IDisposable
{
    private readonly int _k;
    private readonly DeviceMemory _owned;
    private readonly ChunkOpening _opening;
    private readonly DecodingLauncher _decoding;
    private readonly uint[] _chunks = new uint[RecordLayout.RecordSize / sizeof(uint)];
    private readonly ushort[] _sBuckets = new ushort[RecordLayout.ChunksPerRecord];
    private readonly int[] _positions = new int[RecordLayout.ChunksPerRecord];
    private readonly uint[] _xs = new uint[ProofKernel.Xs];

    /// <exception cref="AcceleratorException">The device has too little memory left, or does not answer.</exception>
    public RecordProver(ComputeDevice device, Kzg kzg, int k, CancellationToken cancellationToken = default)
    {
        _k = k;
        using DeviceMemory made = new(device.Accelerator);
        _opening = made.Add(new ChunkOpening(device, kzg, cancellationToken));
        _decoding = made.Add(new DecodingLauncher(device, k, _opening.Fft));
        _owned = made.Keep();
    }

    /// <summary>Device memory that one needs, in bytes.</summary>
    public static long SizeFor(int k) => ChunkOpening.Size + DecodingLauncher.SizeFor(k);

    /// <summary>Proves one chunk.</summary>
    /// <param name="record">The record as it lies in the plot.</param>
    /// <param name="seed">Of its table.</param>
    /// <param name="sBucket">The chunk to prove.</param>
    /// <param name="proof">Receives the proof of space, 8 · K bytes.</param>
    /// <param name="cancellationToken">Looked at between the stages.</param>
    /// <returns>The chunk without its mask, and its witness; null when something is not as it should be, which is for the processor to name.</returns>
    /// <exception cref="AcceleratorException">The device failed.</exception>
    public (Bytes32 Chunk, ChunkWitness Witness)? TryProve(
        PlottedRecord record, PosSeed seed, SBucket sBucket, Span<byte> proof, CancellationToken cancellationToken)
    {
        int encodedCount = Gather(record);
        int opened = _sBuckets.AsSpan(0, encodedCount).IndexOf(sBucket.Value);
        if (opened < 0)
        {
            return null;
        }

        _decoding.Decode(_opening.Stream, seed, _chunks, _sBuckets, encodedCount);
        cancellationToken.ThrowIfCancellationRequested();
        Span<byte> chunk = stackalloc byte[Bytes32.Size];
        if (!_decoding.TryRead(_opening.Stream, opened, chunk, _xs))
        {
            return null;
        }

        PackProof(_xs, _k, proof);
        return (Bytes32.From(chunk), _opening.Open(_decoding.Scalars, _positions, opened, cancellationToken));
    }

    public void Dispose() => _owned.Dispose();

    /// <summary>64 values of K bits as one string of bits, the first bit highest.</summary>
    private static void PackProof(ReadOnlySpan<uint> xs, int k, Span<byte> proof)
    {
        ulong pending = 0;
        int bits = 0;
        int next = 0;
        foreach (uint x in xs)
        {
            pending = (pending << k) | x;
            for (bits += k; bits >= 8; bits -= 8)
            {
                proof[next++] = (byte)(pending >> (bits - 8));
            }
        }
    }

    /// <summary>Puts the encoded chunks first; returns how many there are.</summary>
    private int Gather(PlottedRecord record)
    {
        int count = 0;
        foreach (bool encoded in (ReadOnlySpan<bool>)[true, false])
        {
            for (int i = 0; i < record.SBuckets.Length; i++)
            {
                if (record.Encoded[i] == encoded)
                {
                    MemoryMarshal.Cast<byte, uint>(record.Bytes.AsSpan(i * RecordLayout.ScalarSize, RecordLayout.ScalarSize))
                        .CopyTo(_chunks.AsSpan(count * ProofKernel.ChunkWords));
                    _sBuckets[count] = record.SBuckets[i].Value;
                    _positions[count++] = record.SBuckets[i].Value;
                }
            }
        }

        return record.Encoded.AsSpan().Count(true);
    }
}
