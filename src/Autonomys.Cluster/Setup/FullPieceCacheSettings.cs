namespace Autonomys.Cluster.Setup;

/// <summary>How a full-piece cache runs.</summary>
/// <param name="Path">Its directory, such as one that autonomys-export-piece made.</param>
/// <param name="Visible">Whether plot-servers read from it directly.</param>
public sealed record FullPieceCacheSettings(string Path = "/var/autonomys-full-piece", bool Visible = false);
