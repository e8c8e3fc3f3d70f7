namespace Autonomys.Cluster.Setup;

/// <summary>The cluster file of the layout that the operators' manual prints.</summary>
public static class ExampleClusterFile
{
    private const string Resource = "Autonomys.Cluster.Setup.example-cluster.json";

    /// <summary>Its text; the reward address is to be filled in.</summary>
    public static string Text
    {
        get
        {
            using StreamReader reader = new(typeof(ExampleClusterFile).Assembly.GetManifestResourceStream(Resource)!);
            return reader.ReadToEnd();
        }
    }
}
