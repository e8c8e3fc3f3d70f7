using Autonomys.Archiving.Segments;
using Autonomys.Cryptography.Bls12381.Curves;
using Autonomys.Cryptography.Kzg;
using Autonomys.Gpu.Devices;
using Autonomys.Primitives.Pieces;
using ILGPU.Runtime;

namespace Autonomys.Gpu.Proving;

/// <summary>Commits to records on a device, one after another, watched. When it fails or hangs, it is left, and the processor goes on.</summary>
internal sealed class GpuRecordCommitter : IRecordCommitter
{
    private readonly string _name;
    private readonly CpuRecordCommitter _processor;
    private readonly Action<string> _warning;
    private readonly TimeSpan _patience;
    private readonly WatchedThread _thread;
    private readonly Lock _turn = new();
    private GpuCommitments? _commitments;
    private bool _hasFailed;

    /// <summary>Takes <paramref name="device"/> over, and makes room on it.</summary>
    /// <param name="device">The device; disposed of with this.</param>
    /// <param name="kzg">The chain's parameters.</param>
    /// <param name="threads">Threads of the processor, when it has to go on.</param>
    /// <param name="start">Longest time to make room and to compile.</param>
    /// <param name="patience">Longest time for a record.</param>
    /// <param name="warning">Told that it failed.</param>
    /// <exception cref="AcceleratorException">The device has too little memory left, or does not answer.</exception>
    /// <exception cref="DeviceException">It hangs.</exception>
    public GpuRecordCommitter(ComputeDevice device, Kzg kzg, int threads, TimeSpan start, TimeSpan patience, Action<string> warning)
    {
        _name = device.Name;
        _processor = new CpuRecordCommitter(kzg, threads);
        _warning = warning;
        _patience = patience;
        _thread = new WatchedThread(_name, "a commitment", device.Cores, () =>
        {
            _commitments?.Dispose();
            device.Dispose();
        });
        try
        {
            // The points' tables are the processor's work, which the watchdog does not look at.
            kzg.Tables(Environment.ProcessorCount, CancellationToken.None);
            _thread.Run(() => _commitments = new GpuCommitments(device, kzg), start);
        }
        catch
        {
            _thread.Dispose();
            throw;
        }
    }

    public IReadOnlyList<G1Affine?> Commit(IReadOnlyList<Piece> pieces, Action<int>? done, CancellationToken cancellationToken)
    {
        G1Affine?[] commitments = new G1Affine?[pieces.Count];
        for (int i = 0; i < commitments.Length; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            lock (_turn)
            {
                if (!TryCommit(pieces[i], _patience, out commitments[i]))
                {
                    break;
                }
            }

            done?.Invoke(i + 1);
            if (i == commitments.Length - 1)
            {
                return commitments;
            }
        }

        return _processor.Commit(pieces, done, cancellationToken);
    }

    /// <summary>The commitment of one record, with other patience; a device that fails is the caller's concern.</summary>
    /// <exception cref="AcceleratorException">The device failed.</exception>
    /// <exception cref="DeviceException">It hangs.</exception>
    public G1Affine? Commit(Piece piece, TimeSpan patience)
    {
        G1Affine? commitment = null;
        _thread.Run(() => commitment = _commitments!.Commit(piece.Record), patience);
        return commitment;
    }

    public void Dispose()
    {
        _thread.Dispose();
        _processor.Dispose();
    }

    private bool TryCommit(Piece piece, TimeSpan patience, out G1Affine? commitment)
    {
        commitment = null;
        if (_hasFailed)
        {
            return false;
        }

        try
        {
            commitment = Commit(piece, patience);
            return true;
        }
        catch (Exception exception) when (exception is AcceleratorException or DeviceException)
        {
            _hasFailed = true;
            _warning($"{_name} failed while committing to records: {exception.Message} From now on the processor does.");
            return false;
        }
    }
}
