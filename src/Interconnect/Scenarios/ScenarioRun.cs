using DeepStack.Sim.Core.Events;
using DeepStack.Sim.Core.Observation;
using DeepStack.Sim.Core.Units;
using DeepStack.Sim.Interconnect.Packets;
using DeepStack.Sim.Presets;

namespace DeepStack.Sim.Interconnect.Scenarios;

/// <summary>Plays a scenario: starts every flow when its time has come and those before it have finished.</summary>
/// <remarks>
/// Flows due at their start time are scheduled in the order of their numbers before anything else; a flow released by another
/// is started by a new event, also when the delay is zero.
/// </remarks>
public sealed class ScenarioRun : IEventHandler
{
    private readonly NetworkScenario _scenario;
    private readonly Simulation _simulation;
    private readonly PacketNetwork _network;
    private readonly Route[] _routes;
    private readonly FlowDependencies _dependencies;
    private readonly int[] _missing;
    private readonly SimTime[] _starts;
    private readonly SimTime[] _finishes;
    private int _unfinished;

    /// <param name="scenario">What to play.</param>
    /// <param name="probe">Who listens to every transmission, if anybody.</param>
    /// <exception cref="PresetException">A destination cannot be reached.</exception>
    public ScenarioRun(NetworkScenario scenario, Probe? probe = null)
    {
        _scenario = scenario;
        _simulation = new Simulation();
        _network = new PacketNetwork(_simulation, scenario.Network, probe);
        _routes = [.. scenario.Flows.Select(RouteOf)];
        _dependencies = new FlowDependencies(scenario.Flows);
        _missing = _dependencies.CountBefore();
        _starts = new SimTime[_routes.Length];
        _finishes = new SimTime[_routes.Length];
        _unfinished = _routes.Length;
        for (int id = 0; id < _routes.Length; id++)
        {
            if (_missing[id] == 0) _simulation.Schedule(scenario.Flows[id].Start, this, id);
        }
    }

    /// <summary>Runs to the end.</summary>
    /// <exception cref="PresetException">The scenario came to a standstill; the message says who waits for whom.</exception>
    public ScenarioResult Run()
    {
        _simulation.RunToEnd();
        if (_unfinished > 0)
            throw new PresetException($"{_scenario.Name}: came to a standstill at {_simulation.Now.ToText()} with {_unfinished} of {_routes.Length} flows unfinished. {_network.DescribeStandstill()}");
        var flows = new FlowResult[_routes.Length];
        for (int id = 0; id < flows.Length; id++) flows[id] = new FlowResult(_starts[id], _finishes[id]);
        return new ScenarioResult(_scenario, flows, _network.Use(), _network.PacketsInjected);
    }

    /// <inheritdoc/>
    public void Handle(long payload)
    {
        if (payload >= 0) Start((int)payload);
        else Finish((int)~payload);
    }

    private void Start(int id)
    {
        _starts[id] = _simulation.Now;
        _network.Send(_routes[id], _scenario.Flows[id].Size, this, ~id);
    }

    private void Finish(int id)
    {
        SimTime now = _simulation.Now;
        _finishes[id] = now;
        _unfinished--;
        foreach (int next in _dependencies.ReleasedBy(id))
        {
            if (--_missing[next] > 0) continue;
            ScenarioFlow flow = _scenario.Flows[next];
            _simulation.Schedule(SimTime.Max(now + flow.Delay, flow.Start), this, next);
        }
    }

    private Route RouteOf(ScenarioFlow flow, int id)
    {
        try
        {
            return flow.Path.Count > 0 ? _network.RouteAlong(flow.Path) : _network.RouteBetween(flow.Source, flow.Destination, id);
        }
        catch (NetworkUnreachableException e)
        {
            throw new PresetException($"{_scenario.Name}: flows[{id}]: {e.Message}", e);
        }
    }
}
