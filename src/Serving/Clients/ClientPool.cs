using DeepStack.Sim.Core.Events;
using DeepStack.Sim.Core.Randomness;
using DeepStack.Sim.Core.Units;
using DeepStack.Sim.Workload.Requests;

namespace DeepStack.Sim.Serving.Clients;

/// <summary>The clients of a run: says when each request arrives and when its client gives up.</summary>
internal sealed class ClientPool : IEventHandler
{
    private const int Arrives = 0, HasWaitedForAToken = 1, HasWaited = 2, Leaves = 3, Kinds = 4;

    private readonly Simulation _simulation;
    private readonly IReadOnlyList<TraceRequest> _requests;
    private readonly ClientSpec _spec;
    private readonly Action<int> _arrive;
    private readonly Action<int, bool> _giveUp;
    private readonly Func<int, bool> _hasToken;
    private readonly RandomStream _random;
    private readonly int[] _nextTurn;
    private readonly List<int> _heads = [];
    private readonly bool[] _ended;
    private readonly PriorityQueue<int, SimTime> _planned = new();
    private int _nextHead;

    /// <param name="simulation">The world.</param>
    /// <param name="requests">The requests, by arrival in the trace.</param>
    /// <param name="spec">How clients behave.</param>
    /// <param name="seed">Fixes who leaves and when.</param>
    /// <param name="arrive">Sends a request.</param>
    /// <param name="giveUp">Withdraws a request; true where the client's patience has ended, false where it left.</param>
    /// <param name="hasToken">Whether a request has given a token.</param>
    public ClientPool(
        Simulation simulation, IReadOnlyList<TraceRequest> requests, ClientSpec spec, ulong seed, Action<int> arrive, Action<int, bool> giveUp, Func<int, bool> hasToken)
    {
        _simulation = simulation;
        _requests = requests;
        _spec = spec.Checked();
        _arrive = arrive;
        _giveUp = giveUp;
        _hasToken = hasToken;
        _random = new RandomStream(seed, "clients");
        _ended = new bool[requests.Count];
        _nextTurn = new int[requests.Count];
        FindTurns();
    }

    /// <summary>When a client next does something of which is known already; answers may bring it earlier.</summary>
    public SimTime NextPlanned => _planned.TryPeek(out _, out SimTime at) ? at : SimTime.MaxValue;

    /// <summary>Sends the first requests: one per client, or all at their times.</summary>
    public void Start()
    {
        int first = _spec.Count > 0 ? Math.Min(_spec.Count, _heads.Count) : _heads.Count;
        for (; _nextHead < first; _nextHead++) Plan(_spec.Count > 0 ? SimTime.Zero : _requests[_heads[_nextHead]].Arrival, Arrives, _heads[_nextHead]);
    }

    /// <summary>A client's request is complete or withdrawn; it goes on with its next turn or the next request of the trace.</summary>
    public void Ended(int request)
    {
        if (_ended[request]) return;
        _ended[request] = true;
        if (_nextTurn[request] >= 0) Plan(_simulation.Now + _spec.Think, Arrives, _nextTurn[request]);
        else if (_spec.Count > 0 && _nextHead < _heads.Count) Plan(_simulation.Now + _spec.Think, Arrives, _heads[_nextHead++]);
    }

    public void Handle(long payload)
    {
        _planned.Dequeue();
        int request = (int)(payload / Kinds), kind = (int)(payload % Kinds);
        if (kind == Arrives) Arrive(request);
        else if (!_ended[request] && !(kind == HasWaitedForAToken && _hasToken(request))) GiveUp(request, timedOut: kind != Leaves);
    }

    private void Arrive(int request)
    {
        SimTime now = _simulation.Now;
        if (_spec.FirstTokenPatience is { } forToken) Plan(now + forToken, HasWaitedForAToken, request);
        if (_spec.Patience is { } patience) Plan(now + patience, HasWaited, request);
        if (_spec.LeavingShare > 0 && _random.NextDouble() < _spec.LeavingShare) Plan(now + Duration.FromSeconds(_random.NextExponential(_spec.LeavingAfter.Seconds)), Leaves, request);
        _arrive(request);
    }

    private void GiveUp(int request, bool timedOut)
    {
        _giveUp(request, timedOut);
        Ended(request);
    }

    private void Plan(SimTime at, int kind, int request)
    {
        _planned.Enqueue(request, at);
        _simulation.Schedule(at, this, (long)request * Kinds + kind);
    }

    /// <summary>Links each turn to the next of its session; the others are what a client begins with.</summary>
    private void FindTurns()
    {
        Array.Fill(_nextTurn, -1);
        Dictionary<string, int> latest = new(StringComparer.Ordinal);
        for (int i = 0; i < _requests.Count; i++)
        {
            string? session = _spec.TurnsWait ? _requests[i].Session : null;
            if (session is not null && latest.TryGetValue(session, out int before)) _nextTurn[before] = i;
            else _heads.Add(i);
            if (session is not null) latest[session] = i;
        }
    }
}
