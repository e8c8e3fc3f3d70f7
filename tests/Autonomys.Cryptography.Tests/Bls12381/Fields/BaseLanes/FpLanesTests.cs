using Autonomys.Cryptography.Bls12381.Fields.BaseLanes;

namespace Autonomys.Cryptography.Tests.Bls12381.Fields.BaseLanes;

public sealed class FpLanesTests
{
    [Fact]
    public void Four_lanes_equal_scalar_arithmetic_on_all_pairs_of_edges() => FpLanesChecks<Doubles256>.All_pairs_of_edges_equal_scalar_arithmetic();

    [Fact]
    public void Four_lanes_equal_scalar_arithmetic_on_random_elements() => FpLanesChecks<Doubles256>.Random_elements_equal_scalar_arithmetic();

    [Fact]
    public void Four_lanes_equal_scalar_arithmetic_on_limbs_at_their_ends() => FpLanesChecks<Doubles256>.Limbs_at_their_ends_equal_scalar_arithmetic();

    [Fact]
    public void Eight_lanes_equal_scalar_arithmetic_on_all_pairs_of_edges() => FpLanesChecks<Doubles512>.All_pairs_of_edges_equal_scalar_arithmetic();

    [Fact]
    public void Eight_lanes_equal_scalar_arithmetic_on_random_elements() => FpLanesChecks<Doubles512>.Random_elements_equal_scalar_arithmetic();

    [Fact]
    public void Eight_lanes_equal_scalar_arithmetic_on_limbs_at_their_ends() => FpLanesChecks<Doubles512>.Limbs_at_their_ends_equal_scalar_arithmetic();
}
