using System.Text;
using NATS.Client.Core;
using NATS.Client.JetStream;
using NATS.Client.JetStream.Models;
using NATS.Client.KeyValueStore;

namespace Autonomys.Messaging.Nats;

/// <summary>The bus of a cluster: NATS with JetStream.</summary>
public sealed class NatsBus : IClusterBus
{
    /// <summary>Copies of each stream in a NATS cluster: one server may die.</summary>
    private const int ClusteredReplicas = 3;

    private const int MaxPingsUnanswered = 2;

    private readonly NatsBusOptions _options;
    private readonly NatsConnection _connection;
    private readonly NatsJSContext _jetStream;
    private readonly NatsKVContext _buckets;

    private NatsBus(NatsBusOptions options, NatsConnection connection)
    {
        _options = options;
        _connection = connection;
        _jetStream = new NatsJSContext(connection, new NatsJSOpts(connection.Opts, requestTimeout: options.CallTimeout));
        _buckets = new NatsKVContext(_jetStream);
    }

    /// <summary>Connects to any of the servers, once, and checks that it is set up as a cluster needs it.</summary>
    /// <exception cref="BusUnavailableException">None answers now.</exception>
    /// <exception cref="BusSetupException">It lacks something; the message has the line that is missing.</exception>
    public static async Task<NatsBus> ConnectAsync(NatsBusOptions options, CancellationToken cancellationToken)
    {
        string[] servers = [.. options.Servers.Distinct(StringComparer.Ordinal)];
        NatsConnection connection = new(new NatsOpts
        {
            Url = string.Join(',', servers),
            Name = options.Name,
            ConnectTimeout = options.CallTimeout,
            CommandTimeout = options.CallTimeout,
            RequestTimeout = options.CallTimeout,

            // A machine that lost its power, or a cable, says nothing: three pings without an answer and the next server is tried.
            PingInterval = options.PingInterval,
            MaxPingOut = MaxPingsUnanswered,
            ReconnectWaitMin = TimeSpan.FromMilliseconds(100),
            ReconnectWaitMax = TimeSpan.FromSeconds(2),
            MaxReconnectRetry = -1,
            IgnoreAuthErrorAbort = true,
            SubPendingChannelCapacity = 4096,
        });
        try
        {
            await connection.ConnectAsync().AsTask().WaitAsync(cancellationToken).ConfigureAwait(false);
            NatsSetup.Require(connection.ServerInfo);
            NatsBus bus = new(options, connection);
            await bus.RequireJetStreamAsync(cancellationToken).ConfigureAwait(false);
            connection.ConnectionDisconnected += bus.OnDisconnected;
            connection.ConnectionOpened += bus.OnOpened;
            return bus;
        }
        catch (Exception exception)
        {
            await connection.DisposeAsync().ConfigureAwait(false);
            throw exception is NatsException
                ? new BusUnavailableException($"No NATS server answers at {string.Join(", ", servers)}: {Innermost(exception)}.", exception)
                : exception;
        }
    }

    public Task PublishAsync(string subject, ReadOnlyMemory<byte> body, CancellationToken cancellationToken)
    {
        RequireSmall(subject, body);
        return GuardAsync(() => _connection.PublishAsync(Subject(subject), body.ToArray(), cancellationToken: cancellationToken).AsTask(), cancellationToken);
    }

    public Task<IBusSubscription> SubscribeAsync(string subject, string? group, CancellationToken cancellationToken) => GuardAsync(async () =>
    {
        INatsSub<byte[]> subscription = await _connection.SubscribeCoreAsync<byte[]>(
            Subject(subject), group, cancellationToken: cancellationToken).ConfigureAwait(false);

        // The answer to a ping comes after the server has taken the subscription.
        await _connection.PingAsync(cancellationToken).ConfigureAwait(false);
        return (IBusSubscription)new NatsSubscription(subscription, _options.Prefix.Length + 1);
    }, cancellationToken);

    public async Task<ReadOnlyMemory<byte>> RequestAsync(
        string subject, ReadOnlyMemory<byte> body, TimeSpan timeout, CancellationToken cancellationToken)
    {
        RequireSmall(subject, body);
        try
        {
            NatsMsg<byte[]> answer = await _connection.RequestAsync<byte[], byte[]>(
                Subject(subject),
                body.ToArray(),
                replyOpts: new NatsSubOpts { Timeout = timeout, ThrowIfNoResponders = true },
                cancellationToken: cancellationToken).ConfigureAwait(false);
            return answer.Data;
        }
        catch (NatsNoRespondersException)
        {
            throw new NoResponderException(subject);
        }
        catch (NatsNoReplyException)
        {
            throw new RequestTimeoutException(subject, timeout);
        }
        catch (Exception exception) when (IsFailure(exception, cancellationToken))
        {
            throw Unavailable(exception);
        }
    }

    public Task<IKeyValueBucket> OpenBucketAsync(string name, TimeSpan? lifetime, CancellationToken cancellationToken) => GuardAsync(async () =>
    {
        string bucket = $"{_options.Prefix}-{name}";
        INatsKVStore store;
        try
        {
            store = await _buckets.GetStoreAsync(bucket, cancellationToken).ConfigureAwait(false);
        }
        catch (NatsJSApiException exception) when (exception.Error.Code == 404)
        {
            store = await ReplicateAsync(replicas => _buckets.CreateStoreAsync(
                new NatsKVConfig(bucket)
                {
                    MaxAge = lifetime ?? TimeSpan.Zero,
                    History = 1,
                    MaxValueSize = IClusterBus.MaxMessageSize,
                    NumberOfReplicas = replicas,
                },
                cancellationToken)).ConfigureAwait(false);
        }

        return (IKeyValueBucket)new NatsBucket(store);
    }, cancellationToken);

    public Task<IWorkQueue> OpenWorkQueueAsync(string name, TimeSpan patience, CancellationToken cancellationToken) => GuardAsync(async () =>
    {
        string stream = $"{_options.Prefix}-queue-{name}";
        string subject = Subject("queue." + name);
        try
        {
            await _jetStream.GetStreamAsync(stream, cancellationToken: cancellationToken).ConfigureAwait(false);
        }
        catch (NatsJSApiException exception) when (exception.Error.Code == 404)
        {
            await ReplicateAsync(replicas => _jetStream.CreateStreamAsync(
                new StreamConfig(stream, [subject])
                {
                    Retention = StreamConfigRetention.Workqueue,
                    DuplicateWindow = TimeSpan.FromMinutes(2),
                    NumReplicas = replicas,
                },
                cancellationToken)).ConfigureAwait(false);
        }

        INatsJSConsumer consumer = await _jetStream.CreateOrUpdateConsumerAsync(
            stream,
            new ConsumerConfig("workers")
            {
                AckPolicy = ConsumerConfigAckPolicy.Explicit,
                AckWait = patience,
                MaxDeliver = -1,
                MaxAckPending = 100_000,
            },
            cancellationToken).ConfigureAwait(false);
        return (IWorkQueue)new NatsWorkQueue(_jetStream, consumer, subject);
    }, cancellationToken);

    public ValueTask DisposeAsync()
    {
        _connection.ConnectionDisconnected -= OnDisconnected;
        _connection.ConnectionOpened -= OnOpened;
        return _connection.DisposeAsync();
    }

    internal static BusUnavailableException Unavailable(Exception exception) =>
        new($"NATS: {Innermost(exception)}.", exception);

    /// <summary>The library tells of its own time limits also as of a cancellation that nobody asked for, and of a broken socket as it is.</summary>
    private static bool IsFailure(Exception exception, CancellationToken cancellationToken) =>
        exception is NatsException or TimeoutException or IOException or System.Net.Sockets.SocketException
        || (exception is OperationCanceledException && !cancellationToken.IsCancellationRequested);

    internal static async Task<T> GuardAsync<T>(Func<Task<T>> call, CancellationToken cancellationToken)
    {
        try
        {
            return await call().ConfigureAwait(false);
        }
        catch (Exception exception) when (IsFailure(exception, cancellationToken))
        {
            throw Unavailable(exception);
        }
    }

    internal static async Task GuardAsync(Func<Task> call, CancellationToken cancellationToken)
    {
        try
        {
            await call().ConfigureAwait(false);
        }
        catch (Exception exception) when (IsFailure(exception, cancellationToken))
        {
            throw Unavailable(exception);
        }
    }

    internal static void RequireSmall(string subject, ReadOnlyMemory<byte> body)
    {
        if (body.Length > IClusterBus.MaxMessageSize)
        {
            throw new BusMessageTooLargeException(subject, body.Length);
        }
    }

    private static string Innermost(Exception exception)
    {
        StringBuilder text = new(exception.Message.TrimEnd('.'));
        for (Exception? inner = exception.InnerException; inner is not null; inner = inner.InnerException)
        {
            text.Append(": ").Append(inner.Message.TrimEnd('.'));
        }

        return text.ToString();
    }

    private string Subject(string subject) => $"{_options.Prefix}.{subject}";

    private async Task RequireJetStreamAsync(CancellationToken cancellationToken)
    {
        try
        {
            await _jetStream.GetAccountInfoAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (NatsJSApiException exception) when (exception.Error.ErrCode == NoLeader)
        {
            // Fewer than half of the cluster's servers are up, as when all are being started.
            throw new BusUnavailableException(
                $"{NatsSetup.NameOf(_connection.ServerInfo)}: {exception.Error.Description}: more than half of the NATS servers must run.", exception);
        }
        catch (NatsJSApiException exception)
        {
            throw new BusSetupException($"{NatsSetup.NameOf(_connection.ServerInfo)}: JetStream refuses: {exception.Error.Description}. {NatsSetup.JetStreamRemedy}");
        }
        catch (NatsNoRespondersException)
        {
            throw new BusSetupException($"{NatsSetup.NameOf(_connection.ServerInfo)}: JetStream does not answer. {NatsSetup.JetStreamRemedy}");
        }
    }

    /// <summary>A cluster of servers keeps three copies; one with fewer than three servers, or a single server, keeps one.</summary>
    private async Task<T> ReplicateAsync<T>(Func<int, ValueTask<T>> create)
    {
        if (_options.Servers.Distinct(StringComparer.Ordinal).Count() >= ClusteredReplicas)
        {
            try
            {
                return await create(ClusteredReplicas).ConfigureAwait(false);
            }
            catch (NatsJSApiException exception) when (exception.Error.ErrCode is NotClustered or NoPeers or ReplicasNotSupported)
            {
                _options.ConnectionChanged?.Invoke(
                    "The NATS servers do not form a cluster of three: what they keep is kept once, and lost with that server's disk.");
            }
        }

        return await create(1).ConfigureAwait(false);
    }

    // Codes of JetStream's API errors.
    private const int NotClustered = 10006;
    private const int NoPeers = 10005;
    private const int ReplicasNotSupported = 10074;
    private const int NoLeader = 10008;

    private ValueTask OnDisconnected(object? sender, NatsEventArgs args)
    {
        _options.ConnectionChanged?.Invoke($"The connection to NATS is lost: {args.Message}");
        return default;
    }

    private ValueTask OnOpened(object? sender, NatsEventArgs args)
    {
        _options.ConnectionChanged?.Invoke($"Connected to NATS again: {args.Message}");
        try
        {
            // It may be another server than at the start.
            NatsSetup.Require(_connection.ServerInfo);
        }
        catch (BusSetupException exception)
        {
            _options.ConnectionChanged?.Invoke(exception.Message);
        }

        return default;
    }
}
