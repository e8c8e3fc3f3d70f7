namespace Autonomys.Proofs.Space.Reference;

/// <summary>One table in creation order: an entry's index is its position.</summary>
/// <param name="Ys">One per entry.</param>
/// <param name="BackPointers">Left position in the lower and right position in the upper 32 bits, into the parent table; empty for table 1.</param>
/// <param name="Metadata">One per entry, in the lower bits; zeros for table 7.</param>
internal sealed record ReferenceTable(uint[] Ys, ulong[] BackPointers, UInt128[] Metadata);
