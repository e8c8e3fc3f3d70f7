using Autonomys.Testing.Features;

[assembly: AssemblyFixture(typeof(FeatureProbe))]
