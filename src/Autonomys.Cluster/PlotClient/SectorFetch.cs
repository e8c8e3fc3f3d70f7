using Autonomys.Cluster.PlotServer;
using Autonomys.Cluster.Transfer;
using Autonomys.Farming.Sectors;
using Autonomys.Primitives.Hashing;

namespace Autonomys.Cluster.PlotClient;

/// <summary>Fetches a finished sector range by range; what was damaged on the way is asked for again before the disk sees it.</summary>
internal sealed class SectorFetch(TransferClient transfer, string endpoint, PlotJobState state)
{
    private const int RangesAhead = 2;
    private const int Attempts = 5;
    private static readonly TimeSpan RangeTimeout = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(500);

    /// <exception cref="SectorDamagedException">It is not that of this job.</exception>
    /// <exception cref="TransferException">The server does not give it.</exception>
    public async Task<SectorMetadata> GetMetadataAsync(CancellationToken cancellationToken)
    {
        byte[] bytes = await RepeatAsync(
            () => transfer.GetAsync(endpoint, DataPlane.MetadataOf(state.Job.Id), SectorMetadata.EncodedSize, RangeTimeout, cancellationToken),
            cancellationToken).ConfigureAwait(false);
        SectorParseError error = SectorMetadata.TryParse(bytes, out SectorMetadata? metadata);
        if (metadata is null
            || metadata.SectorIndex != state.Job.SectorIndex
            || metadata.PiecesInSector != state.Job.PiecesInSector
            || metadata.HistorySize != state.Job.HistorySize)
        {
            throw new SectorDamagedException($"The metadata of sector {state.Job.SectorIndex} from {endpoint} is not that of the job ({error}).");
        }

        return metadata;
    }

    /// <summary>Writes the whole sector in order.</summary>
    /// <exception cref="SectorDamagedException">It is not the one that was announced.</exception>
    /// <exception cref="TransferException">The server does not give it.</exception>
    public async Task CopyToAsync(Stream output, CancellationToken cancellationToken)
    {
        long size = SectorLayout.SectorSize(state.Job.PiecesInSector);
        using CancellationTokenSource ended = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        Queue<Task<HashedBytes>> ahead = new();
        Blake3Hasher hasher = Blake3Hasher.Create();
        long asked = 0;
        try
        {
            while (asked < size || ahead.Count > 0)
            {
                while (asked < size && ahead.Count <= RangesAhead)
                {
                    int length = (int)Math.Min(DataPlane.RangeSize, size - asked);
                    ahead.Enqueue(GetAsync(asked, length, ended.Token));
                    asked += length;
                }

                using HashedBytes range = await ahead.Dequeue().ConfigureAwait(false);
                hasher.Update(range.Bytes.Span, isFollowed: asked < size || ahead.Count > 0);
                output.Write(range.Bytes.Span);
            }
        }
        finally
        {
            await ended.CancelAsync().ConfigureAwait(false);
            await HashedBytes.DisposeAllAsync(ahead).ConfigureAwait(false);
        }

        if (hasher.Finish().ToString() != state.SectorHash)
        {
            throw new SectorDamagedException($"Sector {state.Job.SectorIndex} from {endpoint} is not the one that was announced.");
        }
    }

    private async Task<HashedBytes> GetAsync(long offset, int length, CancellationToken cancellationToken)
    {
        PooledBytes bytes = PooledBytes.Rent(length);
        try
        {
            Blake3Hash hash = await RepeatAsync(
                () => transfer.GetRangeAsync(endpoint, DataPlane.Sector(state.Job.Id), offset, bytes.Memory, RangeTimeout, cancellationToken),
                cancellationToken).ConfigureAwait(false);
            return new HashedBytes(bytes.Memory, hash, bytes);
        }
        catch
        {
            bytes.Dispose();
            throw;
        }
    }

    private static async Task<T> RepeatAsync<T>(Func<Task<T>> get, CancellationToken cancellationToken)
    {
        TimeSpan pause = FirstPause;
        for (int attempt = 1; ; attempt++)
        {
            try
            {
                return await get().ConfigureAwait(false);
            }
            catch (TransferException exception) when (!exception.IsAbsent && attempt < Attempts)
            {
                await Task.Delay(pause, cancellationToken).ConfigureAwait(false);
                pause *= 2;
            }
        }
    }
}
