using Autonomys.Primitives.Pieces;

namespace Autonomys.Primitives.Segments;

/// <summary>Sizes of recorded and archived history segments (protocol.md 4.2).</summary>
public static class SegmentLayout
{
    /// <summary>Raw records of a recorded history segment.</summary>
    public const int RawRecords = 128;

    /// <summary>Pieces of an archived segment: even positions source, odd positions parity.</summary>
    public const int Pieces = 2 * RawRecords;

    /// <summary>Bytes of a recorded history segment.</summary>
    public const int RecordedSize = RawRecords * RecordLayout.RawRecordSize;

    /// <summary>Bytes of an archived history segment.</summary>
    public const int ArchivedSize = Pieces * RecordLayout.PieceSize;
}
