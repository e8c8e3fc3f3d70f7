using System.Reflection;
using System.Xml.Linq;
using Autonomys.Testing;

namespace Autonomys.Cli.Tests;

/// <summary>An arrow between projects only ever points down (docs/architecture.md).</summary>
public sealed class LayerTests
{
    private static readonly Dictionary<string, string[]> Allowed = new(StringComparer.Ordinal)
    {
        ["Autonomys.Primitives"] = [],
        ["Autonomys.Cryptography"] = ["Autonomys.Primitives"],
        ["Autonomys.Proofs"] = ["Autonomys.Cryptography", "Autonomys.Primitives"],
        ["Autonomys.Archiving"] = ["Autonomys.Cryptography", "Autonomys.Primitives"],
        ["Autonomys.Farming"] = ["Autonomys.Proofs", "Autonomys.Archiving", "Autonomys.Cryptography", "Autonomys.Primitives"],
        ["Autonomys.Node"] = ["Autonomys.Primitives"],
        ["Autonomys.Messaging"] = ["Autonomys.Primitives"],
        ["Autonomys.Cluster"] =
            ["Autonomys.Farming", "Autonomys.Messaging", "Autonomys.Node", "Autonomys.Proofs", "Autonomys.Archiving", "Autonomys.Cryptography", "Autonomys.Primitives"],
        ["Autonomys.DevChain"] =
            ["Autonomys.Farming", "Autonomys.Node", "Autonomys.Proofs", "Autonomys.Archiving", "Autonomys.Cryptography", "Autonomys.Primitives"],
        ["Autonomys.Gpu"] = ["Autonomys.Farming", "Autonomys.Proofs", "Autonomys.Archiving", "Autonomys.Cryptography", "Autonomys.Primitives"],
        ["Autonomys.ExportPiece"] =
            ["autonomys-farmer", "Autonomys.Cli", "Autonomys.Cluster", "Autonomys.Node", "Autonomys.Archiving", "Autonomys.Cryptography", "Autonomys.Primitives"],
        ["Autonomys.Cli"] =
        [
            "Autonomys.Cluster", "Autonomys.DevChain", "Autonomys.Gpu", "Autonomys.Farming", "Autonomys.Messaging", "Autonomys.Node", "Autonomys.Proofs", "Autonomys.Archiving",
            "Autonomys.Cryptography", "Autonomys.Primitives",
        ],
    };

    public static TheoryData<string> Projects => [.. Allowed.Keys];

    [Theory]
    [MemberData(nameof(Projects))]
    public void Compiled_references_point_down(string project)
    {
        string file = project switch
        {
            "Autonomys.Cli" => "autonomys-farmer.dll",
            "Autonomys.ExportPiece" => "autonomys-export-piece.dll",
            _ => project + ".dll",
        };
        string path = Path.Combine(AppContext.BaseDirectory, file);
        Assert.True(File.Exists(path), $"{file} is not beside the tests");
        IEnumerable<string> actual = Assembly.LoadFrom(path).GetReferencedAssemblies()
            .Select(reference => reference.Name!)
            .Where(name => name.StartsWith("Autonomys.", StringComparison.Ordinal));
        Assert.Empty(actual.Except(Allowed[project]));
    }

    [Fact]
    public void Only_one_project_knows_the_compiler_of_kernels()
    {
        string source = Path.Combine(Vectors.Folder, "..", "..", "src");
        IEnumerable<string> users = Directory.EnumerateFiles(source, "*.csproj", SearchOption.AllDirectories)
            .Where(file => XDocument.Load(file).Descendants("PackageReference").Any(
                package => package.Attribute("Include")!.Value.StartsWith("ILGPU", StringComparison.Ordinal)))
            .Select(file => Path.GetFileNameWithoutExtension(file));
        Assert.Equal(["Autonomys.Gpu"], users);
    }

    [Fact]
    public void Every_project_has_its_place_in_the_layers()
    {
        string source = Path.Combine(Vectors.Folder, "..", "..", "src");
        Assert.Equal(
            Allowed.Keys.Order(StringComparer.Ordinal),
            Directory.EnumerateDirectories(source).Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Project_references_point_down()
    {
        string source = Path.Combine(Vectors.Folder, "..", "..", "src");
        foreach (string file in Directory.EnumerateFiles(source, "*.csproj", SearchOption.AllDirectories))
        {
            string project = Path.GetFileNameWithoutExtension(file);
            IEnumerable<string> references = XDocument.Load(file).Descendants("ProjectReference")
                .Select(reference => Path.GetFileNameWithoutExtension(reference.Attribute("Include")!.Value));
            Assert.Empty(references.Except(Allowed[project]));
        }
    }
}
