using System.Text.Json;
using Autonomys.Proofs.Space;
using Autonomys.Proofs.Space.Reference;

namespace Autonomys.Proofs.Tests.Space;

/// <summary>The plainly written tables against the network's.</summary>
public sealed class ReferenceTablesTests
{
    [Fact]
    public void All_seven_tables_are_the_network_s()
    {
        ReferenceTable[] tables = ReferenceTables.Create(PosParameters.NetworkK, PosVectors.Seed(1));
        JsonElement expected = PosVectors.Case(1).GetProperty("tables");
        Assert.Equal(tables.Length, expected.GetArrayLength());
        for (int i = 0; i < tables.Length; i++)
        {
            PosVectors.AssertTable(expected[i], tables[i].Ys, tables[i].BackPointers);
            if (i > 0)
            {
                PosVectors.AssertMatches(expected[i], tables[i].BackPointers, tables[i - 1].Ys);
            }
        }
    }
}
