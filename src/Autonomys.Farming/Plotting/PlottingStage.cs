namespace Autonomys.Farming.Plotting;

/// <summary>What a plotter is doing with a sector.</summary>
public enum PlottingStage
{
    /// <summary>Getting pieces; reported for each.</summary>
    Downloading,

    /// <summary>Some pieces cannot be had now; the rest are in memory, and the missing ones are asked for again after a pause.</summary>
    WaitingForPieces,

    /// <summary>All pieces are in memory.</summary>
    Downloaded,

    /// <summary>Encoding; reported for each record.</summary>
    Encoding,

    /// <summary>All records are encoded.</summary>
    Encoded,

    /// <summary>Going to its farm; reported by whoever takes it there.</summary>
    Writing,
}
