namespace Autonomys.Farming.Farms.Checks;

/// <summary>What of a farm to check.</summary>
public enum ScrubTarget
{
    /// <summary>Everything.</summary>
    All,

    /// <summary>Metadata only, which takes seconds.</summary>
    Metadata,

    /// <summary>Metadata and the sectors that it vouches for.</summary>
    Plot,

    /// <summary>Cached pieces only.</summary>
    Cache,
}
