using DeepStack.Sim.Core.Events;
using DeepStack.Sim.Core.Units;
using DeepStack.Sim.Presets;
using DeepStack.Sim.Serving.Clients;
using DeepStack.Sim.Serving.Costs;
using DeepStack.Sim.Serving.Disaggregation;
using DeepStack.Sim.Serving.Kv;
using DeepStack.Sim.Serving.Routing;
using DeepStack.Sim.Serving.Scheduling;
using DeepStack.Sim.Serving.Timelines;
using DeepStack.Sim.Workload.Requests;

namespace DeepStack.Sim.Serving.Running;

/// <summary>Requests arriving at one or several replicas whose step times a model gives, as a discrete-event simulation.</summary>
/// <remarks>
/// At one instant, steps end first, then requests arrive and are routed, then the next step is built: a request that arrives the moment
/// a step ends joins the next one. The steps of a replica run one after the other; with asynchronous scheduling the next is built when the
/// running one starts.
/// </remarks>
public sealed class ServingRun : IEventHandler
{
    private const long Arrival = -1;

    private readonly Simulation _simulation;
    private readonly IReadOnlyList<TraceRequest> _requests;
    private readonly ReplicaRank[] _ranks;
    private readonly Replica[] _replicaOfRank;
    private readonly IRouter _router;
    private readonly HostCosts _costs;
    private readonly KvExchange? _exchange;
    private readonly ClientPool? _clients;
    private readonly IServingObserver _observer;
    private readonly TraceRequest?[] _sent = [];
    private readonly int[] _rankOf = [];
    private readonly (SimTime At, bool TimedOut)?[] _givenUp = [];
    private int _nextArrival;
    private int _onTheWay;

    /// <summary>A run on one replica without host time.</summary>
    /// <param name="simulation">The world to run in.</param>
    /// <param name="requests">The requests, by arrival.</param>
    /// <param name="scheduler">The replica's scheduler.</param>
    /// <param name="model">How long its steps take.</param>
    /// <param name="observer">Who hears of steps and requests.</param>
    public ServingRun(Simulation simulation, IReadOnlyList<TraceRequest> requests, ReplicaScheduler scheduler, IStepModel model, IServingObserver observer)
        : this(simulation, requests, [new ReplicaSetup(scheduler, model)], new RoundRobinRouter(), HostCosts.None, observer)
    {
    }

    /// <param name="simulation">The world to run in.</param>
    /// <param name="requests">The requests, by arrival.</param>
    /// <param name="replicas">The replicas; their ranks are numbered through.</param>
    /// <param name="router">Which rank gets which request.</param>
    /// <param name="costs">Host time.</param>
    /// <param name="observer">Who hears of steps and requests.</param>
    /// <param name="exchange">Which replicas compute prompts, which tokens, and how KV blocks move; null where every replica does all.</param>
    /// <param name="clients">How clients behave; null where requests come when the trace says and stay to the end.</param>
    /// <param name="seed">Fixes what clients do at random.</param>
    /// <exception cref="PresetException">Clients give up while KV blocks move between replicas, which is not simulated.</exception>
    public ServingRun(
        Simulation simulation,
        IReadOnlyList<TraceRequest> requests,
        IReadOnlyList<ReplicaSetup> replicas,
        IRouter router,
        HostCosts costs,
        IServingObserver observer,
        KvExchangeSetup? exchange = null,
        ClientSpec? clients = null,
        ulong seed = 1)
    {
        requests = Conversations.Joined(requests);
        _simulation = simulation;
        _requests = requests;
        _router = router;
        _costs = costs;
        _ranks = [.. replicas.SelectMany(replica => replica.Ranks).Select((scheduler, i) => new ReplicaRank(i, scheduler))];
        _replicaOfRank = new Replica[_ranks.Length];
        bool merges = observer is IDecodeRunObserver;
        _observer = observer;
        if (clients is { IsSet: true })
        {
            if (clients.GivesUp && exchange is not null) throw new PresetException("Clients who give up are not simulated together with prefill and decode pools or a host tier. Leave one of them out.");
            merges &= _ranks.Length == 1;
            _sent = new TraceRequest?[requests.Count];
            _rankOf = new int[requests.Count];
            Array.Fill(_rankOf, -1);
            _givenUp = new (SimTime, bool)?[requests.Count];
            _clients = new ClientPool(simulation, requests, clients, seed, Send, GiveUp, HasToken);
            observer = new ClientWatch(observer, _clients.Ended, request => _givenUp[request]);
        }
        if (exchange is not null) observer = _exchange = new KvExchange(simulation, exchange, replicas, _ranks, _replicaOfRank, router, costs, observer);
        int first = 0;
        foreach (ReplicaSetup setup in replicas)
        {
            ReplicaRank[] ranks = _ranks[first..(first + setup.Ranks.Count)];
            Array.Fill(_replicaOfRank, new Replica(simulation, ranks, setup with { MergesDecodes = setup.MergesDecodes && merges }, setup.Costs ?? costs, observer, QuietUntil, Dropped), first, ranks.Length);
            first += ranks.Length;
        }
    }

    /// <summary>Runs until every request is served.</summary>
    public void RunToEnd()
    {
        if (_clients is not null) _clients.Start();
        else ScheduleNextArrival();
        _simulation.RunToEnd();
    }

    /// <inheritdoc/>
    public void Handle(long payload)
    {
        if (payload != Arrival)
        {
            _onTheWay--;
            Deliver(_sent.Length > 0 ? _sent[(int)payload]! : _requests[(int)payload]);
            return;
        }
        TakeIn(_requests[_nextArrival++]);
        ScheduleNextArrival();
    }

    /// <summary>The front end takes a request in.</summary>
    private void TakeIn(TraceRequest request)
    {
        Duration frontEnd = _costs.OfRequest(request.InputTokens);
        if (frontEnd == Duration.Zero) Deliver(request);
        else SendLater(frontEnd, request.Index);
    }

    /// <summary>A client sends a request now.</summary>
    private void Send(int index) => TakeIn(_sent[index] = _requests[index] with { Arrival = _simulation.Now });

    /// <summary>A client gives its request up; the engine hears of it when it next empties its inbox.</summary>
    private void GiveUp(int index, bool timedOut)
    {
        _givenUp[index] = (_simulation.Now, timedOut);
        if (_rankOf[index] is not (>= 0 and var rank)) return;
        _ranks[rank].Withdraw(index);
        _replicaOfRank[rank].Wake();
    }

    private bool HasToken(int index) => _rankOf[index] is >= 0 and var rank && _ranks[rank].Scheduler.HasToken(index);

    private void Dropped(int rank, RequestTimeline timeline)
    {
        (SimTime at, bool timedOut) = _givenUp[timeline.Request.Index]!.Value;
        _observer.RequestGivenUp(rank, in timeline, at, timedOut);
    }

    private void SendLater(Duration frontEnd, int index)
    {
        _onTheWay++;
        _simulation.Schedule(frontEnd, this, index);
    }

    /// <summary>Until when no request can reach a replica; at that instant one may.</summary>
    private SimTime QuietUntil()
    {
        if (_onTheWay > 0) return _simulation.Now;
        if (_clients is not null) return _clients.NextPlanned;
        return _nextArrival < _requests.Count ? _requests[_nextArrival].Arrival : SimTime.MaxValue;
    }

    private void Deliver(TraceRequest request)
    {
        if (_exchange is not null)
        {
            _exchange.Deliver(request);
            return;
        }
        if (_givenUp.Length > 0 && _givenUp[request.Index] is { } client)
        {
            _observer.RequestGivenUp(-1, new RequestTimeline(request) { Arrived = request.Arrival }, client.At, client.TimedOut);
            return;
        }
        int rank = _ranks.Length == 1 ? 0 : _router.Choose(request, _ranks, _simulation.Now);
        if (_rankOf.Length > 0) _rankOf[request.Index] = rank;
        _replicaOfRank[rank].Receive(_ranks[rank], request);
    }

    private void ScheduleNextArrival()
    {
        if (_nextArrival < _requests.Count) _simulation.Schedule(_requests[_nextArrival].Arrival, this, Arrival);
    }
}
