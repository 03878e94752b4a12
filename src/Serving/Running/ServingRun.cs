using DeepStack.Sim.Core.Events;
using DeepStack.Sim.Core.Units;
using DeepStack.Sim.Serving.Costs;
using DeepStack.Sim.Serving.Disaggregation;
using DeepStack.Sim.Serving.Routing;
using DeepStack.Sim.Serving.Scheduling;
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
    public ServingRun(
        Simulation simulation,
        IReadOnlyList<TraceRequest> requests,
        IReadOnlyList<ReplicaSetup> replicas,
        IRouter router,
        HostCosts costs,
        IServingObserver observer,
        KvExchangeSetup? exchange = null)
    {
        _simulation = simulation;
        _requests = requests;
        _router = router;
        _costs = costs;
        _ranks = [.. replicas.SelectMany(replica => replica.Ranks).Select((scheduler, i) => new ReplicaRank(i, scheduler))];
        _replicaOfRank = new Replica[_ranks.Length];
        if (exchange is not null) observer = _exchange = new KvExchange(simulation, exchange, replicas, _ranks, _replicaOfRank, router, costs, observer);
        int first = 0;
        foreach (ReplicaSetup setup in replicas)
        {
            ReplicaRank[] ranks = _ranks[first..(first + setup.Ranks.Count)];
            Array.Fill(_replicaOfRank, new Replica(simulation, ranks, setup, costs, observer, QuietUntil), first, ranks.Length);
            first += ranks.Length;
        }
    }

    /// <summary>Runs until every request is served.</summary>
    public void RunToEnd()
    {
        ScheduleNextArrival();
        _simulation.RunToEnd();
    }

    /// <inheritdoc/>
    public void Handle(long payload)
    {
        if (payload != Arrival)
        {
            _onTheWay--;
            Deliver(_requests[(int)payload]);
            return;
        }
        int index = _nextArrival++;
        Duration frontEnd = _costs.OfRequest(_requests[index].InputTokens);
        if (frontEnd == Duration.Zero) Deliver(_requests[index]);
        else SendLater(frontEnd, index);
        ScheduleNextArrival();
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
        return _nextArrival < _requests.Count ? _requests[_nextArrival].Arrival : SimTime.MaxValue;
    }

    private void Deliver(TraceRequest request)
    {
        if (_exchange is not null)
        {
            _exchange.Deliver(request);
            return;
        }
        int rank = _ranks.Length == 1 ? 0 : _router.Choose(request, _ranks, _simulation.Now);
        _replicaOfRank[rank].Receive(_ranks[rank], request);
    }

    private void ScheduleNextArrival()
    {
        if (_nextArrival < _requests.Count) _simulation.Schedule(_requests[_nextArrival].Arrival, this, Arrival);
    }
}
