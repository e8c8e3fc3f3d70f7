namespace Autonomys.Archiving.Reconstruction;

/// <summary>A block that history gave back.</summary>
/// <param name="Number">Number of the block.</param>
/// <param name="Bytes">Its archived form, possibly a slice of the segment it was in.</param>
public sealed record ReconstructedBlock(uint Number, ReadOnlyMemory<byte> Bytes);
