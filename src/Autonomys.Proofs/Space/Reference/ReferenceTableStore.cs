namespace Autonomys.Proofs.Space.Reference;

/// <summary>Tables made by <see cref="ReferenceTables"/>, in managed memory.</summary>
internal sealed class ReferenceTableStore(ReferenceTable[] tables) : ITableStore
{
    public ReadOnlySpan<uint> LastYs => tables[PosParameters.Tables - 1].Ys;

    public ReadOnlySpan<ulong> BackPointers(int table) => tables[table - 1].BackPointers;
}
