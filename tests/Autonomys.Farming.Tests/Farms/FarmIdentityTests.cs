using Autonomys.Farming.Farms;
using Autonomys.Primitives.Hashing;
using Autonomys.Cryptography.Signatures;

namespace Autonomys.Farming.Tests.Farms;

public sealed class FarmIdentityTests
{
    [Fact]
    public void The_file_is_the_length_then_the_entropy()
    {
        using TemporaryDirectory directory = new();
        byte[] content = new byte[33];
        content[0] = 0x80;
        content.AsSpan(1).Fill(7);
        File.WriteAllBytes(directory.File(FarmFiles.Identity), content);

        FarmIdentity identity = FarmIdentity.Open(directory.Path)!;

        byte[] entropy = new byte[32];
        entropy.AsSpan().Fill(7);
        Assert.Equal(Sr25519KeyPair.FromEntropy(entropy).PublicKey, identity.PublicKey);
    }

    [Fact]
    public void A_new_identity_reads_back_is_private_and_is_never_replaced()
    {
        using TemporaryDirectory directory = new();
        FarmIdentity made = FarmIdentity.Create(directory.Path);

        byte[] content = File.ReadAllBytes(directory.File(FarmFiles.Identity));
        Assert.Equal(33, content.Length);
        Assert.Equal(0x80, content[0]);
        Assert.Equal(made.PublicKey, FarmIdentity.Open(directory.Path)!.PublicKey);
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(directory.File(FarmFiles.Identity)));
        }

        Assert.Throws<FarmException>(() => FarmIdentity.Create(directory.Path));
        Assert.Equal(content, File.ReadAllBytes(directory.File(FarmFiles.Identity)));
        Assert.Single(Directory.GetFiles(directory.Path));
    }

    [Fact]
    public void It_signs_rewards()
    {
        using TemporaryDirectory directory = new();
        FarmIdentity identity = FarmIdentity.Create(directory.Path);
        Blake3Hash hash = Blake3.Hash([1]);

        Assert.True(RewardSigning.IsValid(identity.PublicKey, hash, identity.SignReward(hash)));
        Assert.False(RewardSigning.IsValid(identity.PublicKey, Blake3.Hash([2]), identity.SignReward(hash)));
    }

    [Fact]
    public void Without_a_file_there_is_no_identity()
    {
        using TemporaryDirectory directory = new();
        Assert.Null(FarmIdentity.Open(directory.Path));
    }

    [Theory]
    [InlineData(0, 0x80)]
    [InlineData(1, 0x80)]
    [InlineData(32, 0x80)]
    [InlineData(33, 0x84)]
    [InlineData(33, 0xff)]
    public void Another_length_is_refused(int size, byte first)
    {
        using TemporaryDirectory directory = new();
        byte[] content = new byte[size];
        content.AsSpan(0, Math.Min(1, size)).Fill(first);
        File.WriteAllBytes(directory.File(FarmFiles.Identity), content);

        FarmException exception = Assert.Throws<FarmException>(() => FarmIdentity.Open(directory.Path));
        Assert.Equal(FarmError.Corrupt, exception.Error);
        Assert.Contains(directory.File(FarmFiles.Identity), exception.Message);
    }
}
