namespace Autonomys.Farming.Tests.Farms;

/// <summary>A folder of its own for one test, removed afterwards.</summary>
internal sealed class TemporaryDirectory : IDisposable
{
    public TemporaryDirectory(string? parent = null) =>
        Path = parent is null
            ? Directory.CreateTempSubdirectory("autonomys-farm-").FullName
            : Directory.CreateDirectory(System.IO.Path.Combine(parent, $"autonomys-farm-{Guid.NewGuid():N}")).FullName;

    public string Path { get; }

    public string File(string name) => System.IO.Path.Combine(Path, name);

    public void Dispose() => Directory.Delete(Path, recursive: true);

    public override string ToString() => Path;
}
