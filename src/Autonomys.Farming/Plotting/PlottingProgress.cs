using Autonomys.Primitives.Sectors;

namespace Autonomys.Farming.Plotting;

/// <summary>An event of plotting.</summary>
/// <param name="SectorIndex">The sector.</param>
/// <param name="Stage">What is being done.</param>
/// <param name="Done">Pieces or records done in this stage.</param>
/// <param name="Total">Pieces or records in this stage.</param>
/// <param name="Elapsed">Since the stage began; for its last event, what the stage took.</param>
/// <param name="Detail">Why it waits, in <see cref="PlottingStage.WaitingForPieces"/>.</param>
public sealed record PlottingProgress(
    SectorIndex SectorIndex, PlottingStage Stage, int Done, int Total, TimeSpan Elapsed, string? Detail = null);
