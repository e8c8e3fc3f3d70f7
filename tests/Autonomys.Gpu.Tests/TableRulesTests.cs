using Autonomys.Gpu.Kernels;
using Autonomys.Proofs.Space;
using Autonomys.Proofs.Space.Wide;

namespace Autonomys.Gpu.Tests;

public sealed class TableRulesTests
{
    [Fact]
    public void Lengths_of_metadata_are_those_of_the_format()
    {
        for (int table = 1; table <= PosParameters.Tables; table++)
        {
            Assert.Equal(PosParameters.MetadataBits(20, table), TableRules.MetadataBits(20, table));
        }

        Assert.Equal(TableRules.BucketRoom, 1 << TableRules.LogBucketRoom);
        Assert.Equal(RowLayout.PositionBits, TableRules.PositionBits);
        Assert.True(PosParameters.MaxEntries(20) <= 1 << TableRules.PositionBits);
    }

    [Fact]
    public void Divisions_by_multiplication_are_exact()
    {
        for (uint y = 0; y < 1 << 26; y++)
        {
            if (TableRules.Bucket(y) != y / PosParameters.BucketSpan)
            {
                Assert.Fail($"Bucket of {y}");
            }
        }

        for (uint offset = 0; offset < PosParameters.BucketSpan; offset++)
        {
            Assert.Equal(offset / PosParameters.C, TableRules.GridRow(offset));
        }
    }
}
