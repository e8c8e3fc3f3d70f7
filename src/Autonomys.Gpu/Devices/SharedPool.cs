namespace Autonomys.Gpu.Devices;

/// <summary>A pool that several encoders use, and the last of them disposes.</summary>
internal sealed class SharedPool(RecordPool pool, int users)
{
    private int _users = users;

    public RecordPool Pool => pool;

    public void Release()
    {
        if (Interlocked.Decrement(ref _users) == 0)
        {
            pool.Dispose();
        }
    }
}
