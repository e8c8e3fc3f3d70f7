using Autonomys.Primitives.Pieces;

namespace Autonomys.DevChain.Import;

/// <summary>What an export found.</summary>
/// <param name="Files">Every imported file of the history by name, written or with the problem why not.</param>
/// <param name="Blocks">Blocks reconstructed, the genesis block among them.</param>
/// <param name="Segments">Segments read.</param>
/// <param name="UnusablePieces">Pieces that could not be used, and why; others of their segments stood in for them.</param>
public sealed record HistoryExport(
    IReadOnlyList<ExportedFile> Files, ulong Blocks, ulong Segments, IReadOnlyList<UnusablePiece> UnusablePieces);

/// <summary>A piece that was missing or wrong.</summary>
public sealed record UnusablePiece(PieceIndex PieceIndex, string Reason);
