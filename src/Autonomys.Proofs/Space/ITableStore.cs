namespace Autonomys.Proofs.Space;

/// <summary>What of the seven tables is kept once they are made: enough to walk from an entry of table 7 back to its 64 x values.</summary>
internal interface ITableStore
{
    /// <summary>Per entry of tables 2 to 7 in creation order: left position in the lower, right position in the upper 32 bits.</summary>
    ReadOnlySpan<ulong> BackPointers(int table);

    /// <summary>The y values of table 7 in creation order.</summary>
    ReadOnlySpan<uint> LastYs { get; }
}
