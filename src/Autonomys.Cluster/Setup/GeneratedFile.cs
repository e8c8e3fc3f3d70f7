namespace Autonomys.Cluster.Setup;

/// <summary>A file that was made of a cluster file.</summary>
/// <param name="Path">Relative to the output directory, with forward slashes.</param>
/// <param name="Content">All of it, ending with a line feed.</param>
public sealed record GeneratedFile(string Path, string Content);
