using Autonomys.Cryptography.Bls12381.Curves;
using Autonomys.Gpu.Devices;
using Autonomys.Gpu.Proving;

namespace Autonomys.Gpu.Tests.Proving;

/// <summary>A device with two lanes that commits as <see cref="FakeCommitter"/> does, and is lost at some record.</summary>
internal sealed class FakeCommitmentWork : IDeviceWork<FakeCommitmentWork.Lane>
{
    private readonly HashSet<Lane> _used = [];
    private readonly Barrier _all = new(2);
    private int _asked;
    private int _committed;

    public string Noun => "commitment";

    public int Lanes => 2;

    public long Size => 0;

    /// <summary>Which call is the first that fails, from 1; 0: none.</summary>
    public int Failing { get; init; }

    /// <summary>From which call on it is wrong, from 1; 0: never.</summary>
    public int Wrong { get; init; }

    public int Committed => _committed;

    /// <summary>How many lanes committed to something.</summary>
    public int Used => _used.Count;

    public void Prepare()
    {
    }

    public Lane Open(ComputeDevice device, Lane? first) => new(this);

    public bool IsRight(Lane lane) => true;

    internal sealed class Lane(FakeCommitmentWork work) : ICommitmentLane
    {
        public G1Affine? Commit(ReadOnlySpan<byte> record)
        {
            int number = Interlocked.Increment(ref work._asked);
            lock (work._used)
            {
                work._used.Add(this);
            }

            if (work.Failing > 0 && number >= work.Failing)
            {
                throw new DeviceException(DeviceFailure.Lost, "gpu 0 is gone.");
            }

            if (work.Failing == 0 && number <= work.Lanes)
            {
                // The first in each lane wait for each other: lanes that take turns would never end.
                work._all.SignalAndWait();
            }

            Interlocked.Increment(ref work._committed);
            return work.Wrong > 0 && number >= work.Wrong ? G1Affine.Generator : FakeCommitter.Commit(record);
        }

        public void Dispose()
        {
        }
    }
}
