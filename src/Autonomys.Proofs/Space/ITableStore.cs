namespace Autonomys.Proofs.Space;

/// <summary>What of the seven tables is kept once they are made: enough to walk from an entry of table 7 back to its 64 x values.</summary>
internal interface ITableStore : IDisposable
{
    /// <summary>Per entry of tables 2 to 7, by position: left position in the lower, right position in the upper 32 bits.</summary>
    ReadOnlySpan<ulong> BackPointers(int table);

    /// <summary>Number of runs of consecutive positions in table 7.</summary>
    int LastRunCount { get; }

    /// <summary>The y values of table 7 in one run of positions; runs ascend.</summary>
    ReadOnlySpan<uint> LastRun(int run, out int firstPosition);
}
