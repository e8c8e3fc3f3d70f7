namespace Autonomys.Cluster.Setup;

/// <summary>What writing a file did.</summary>
public enum FileChange
{
    /// <summary>It was not there before.</summary>
    Created,

    /// <summary>It had other content.</summary>
    Replaced,

    /// <summary>It had this very content, and was left alone.</summary>
    Unchanged,
}
