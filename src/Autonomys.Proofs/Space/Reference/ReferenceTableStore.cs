namespace Autonomys.Proofs.Space.Reference;

/// <summary>Tables made by <see cref="ReferenceTables"/>, in managed memory.</summary>
internal sealed class ReferenceTableStore(ReferenceTable[] tables) : ITableStore
{
    public int LastRunCount => 1;

    public ReadOnlySpan<uint> LastRun(int run, out int firstPosition)
    {
        firstPosition = 0;
        return tables[PosParameters.Tables - 1].Ys;
    }

    public ReadOnlySpan<ulong> BackPointers(int table) => tables[table - 1].BackPointers;

    public void Dispose()
    {
        // Managed arrays go by themselves.
    }
}
