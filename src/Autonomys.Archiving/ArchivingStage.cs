namespace Autonomys.Archiving;

/// <summary>The parts of making a segment's pieces, in this order.</summary>
public enum ArchivingStage
{
    /// <summary>Source and parity records are made from recorded history.</summary>
    ErasureCoding,

    /// <summary>Source records are committed to, nearly all of the time.</summary>
    Commitments,

    /// <summary>Each piece gets the witness of its commitment.</summary>
    Witnesses,
}
