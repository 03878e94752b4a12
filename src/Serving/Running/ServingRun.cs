using DeepStack.Sim.Core.Events;
using DeepStack.Sim.Serving.Scheduling;
using DeepStack.Sim.Workload.Requests;

namespace DeepStack.Sim.Serving.Running;

/// <summary>Requests arriving at one replica whose step times a model gives, as a discrete-event simulation.</summary>
/// <remarks>
/// At one instant, steps end first, then requests arrive, then the next step is built: a request that arrives the moment a step ends
/// joins the next one. Steps run one after the other; with asynchronous scheduling the next is built when the running one starts.
/// </remarks>
public sealed class ServingRun : IEventHandler
{
    private readonly Simulation _simulation;
    private readonly IReadOnlyList<TraceRequest> _requests;
    private readonly Replica _replica;
    private int _nextArrival;

    /// <param name="simulation">The world to run in.</param>
    /// <param name="requests">The requests, by arrival.</param>
    /// <param name="scheduler">The replica's scheduler.</param>
    /// <param name="model">How long its steps take.</param>
    /// <param name="observer">Who hears of steps and requests.</param>
    public ServingRun(Simulation simulation, IReadOnlyList<TraceRequest> requests, ReplicaScheduler scheduler, IStepModel model, IServingObserver observer)
    {
        _simulation = simulation;
        _requests = requests;
        _replica = new Replica(simulation, 0, scheduler, model, observer);
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
        _replica.Arrive(_requests[_nextArrival++]);
        ScheduleNextArrival();
    }

    private void ScheduleNextArrival()
    {
        if (_nextArrival < _requests.Count) _simulation.Schedule(_requests[_nextArrival].Arrival, this);
    }
}
