using System.Security.Cryptography;
using System.Text;
using Autonomys.EndToEnd.Tests;
using Xunit.Sdk;
using Xunit.v3;

[assembly: TestCollectionOrderer(typeof(TestOrder))]
[assembly: TestClassOrderer(typeof(TestOrder))]
[assembly: TestMethodOrderer(typeof(TestOrder))]

namespace Autonomys.EndToEnd.Tests;

/// <summary>
/// Tests share a farm, and run one after the other in the order of their names: the same in every checkout. With
/// AUTONOMYS_TEST_ORDER they run in another order, the same for the same word: none may need what another leaves.
/// </summary>
public sealed class TestOrder : ITestCollectionOrderer, ITestClassOrderer, ITestMethodOrderer
{
    private static readonly string? Word = Environment.GetEnvironmentVariable("AUTONOMYS_TEST_ORDER");

    public IReadOnlyCollection<T> OrderTestCollections<T>(IReadOnlyCollection<T> testCollections)
        where T : ITestCollection => Order(testCollections, collection => collection.TestCollectionDisplayName);

    public IReadOnlyCollection<T?> OrderTestClasses<T>(IReadOnlyCollection<T?> testClasses)
        where T : notnull, ITestClass => Order(testClasses, one => one?.TestClassName ?? "");

    public IReadOnlyCollection<T?> OrderTestMethods<T>(IReadOnlyCollection<T?> testMethods)
        where T : notnull, ITestMethod => Order(testMethods, method => method?.MethodName ?? "");

    private static T[] Order<T>(IEnumerable<T> tests, Func<T, string> name) =>
        [.. tests.OrderBy(test => Word is null ? name(test) : Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(Word + name(test)))), StringComparer.Ordinal)];
}
