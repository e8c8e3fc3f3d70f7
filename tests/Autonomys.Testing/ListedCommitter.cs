using System.Text.Json;
using Autonomys.Archiving;
using Autonomys.Archiving.Segments;
using Autonomys.Primitives.Pieces;
using Autonomys.Primitives.Segments;

namespace Autonomys.Testing;

/// <summary>Copies the commitments and witnesses that archiver.json lists, so that no KZG parameters are needed.</summary>
internal sealed class ListedCommitter(JsonElement segments) : ISegmentCommitter
{
    public SegmentCommitment Commit(
        SegmentIndex segmentIndex,
        IReadOnlyList<Piece> pieces,
        IProgress<ArchivingProgress>? progress,
        CancellationToken cancellationToken)
    {
        JsonElement segment = segments[(int)segmentIndex.Value];
        JsonElement commitments = segment.GetProperty("record_commitments");
        JsonElement witnesses = segment.GetProperty("record_witnesses");
        for (int position = 0; position < pieces.Count; position++)
        {
            commitments[position].Hex().CopyTo(pieces[position].Commitment);
            witnesses[position].Hex().CopyTo(pieces[position].Witness);
        }

        return SegmentCommitment.FromHex(
            segment.GetProperty("segment_header_json").GetProperty("v0").GetProperty("segmentCommitment").GetString()!);
    }
}
