namespace Autonomys.Cluster.Setup;

/// <summary>What became of a file.</summary>
/// <param name="Path">Relative to the output directory, with forward slashes.</param>
/// <param name="Change">Whether anything was written.</param>
public sealed record WrittenFile(string Path, FileChange Change);
