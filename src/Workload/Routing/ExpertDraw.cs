using DeepStack.Sim.Core.Randomness;
using DeepStack.Sim.Presets;

namespace DeepStack.Sim.Workload.Routing;

/// <summary>Draws the experts of tokens one routing at a time.</summary>
internal sealed class ExpertDraw
{
    private readonly ExpertRouting _routing;
    private readonly int _perToken;
    // None where all experts are equally liked.
    private readonly WeightedChoice? _choice;
    // Which expert has which popularity.
    private readonly int[] _places;
    private readonly int[] _rows;
    private readonly long[] _lastLeader;
    private long _leader;

    public ExpertDraw(ExpertRouting routing, int experts, int perToken)
    {
        _routing = routing;
        _perToken = perToken;
        IReadOnlyList<double> popularity = routing.PopularityOf(experts);
        if (popularity.Count(p => p > 0) < perToken)
            throw new PresetException($"Expert routing \"{routing}\" gives tokens to fewer experts than the {perToken} that each token chooses.");
        if (popularity.Any(p => p != popularity[0])) _choice = new WeightedChoice(popularity);
        _places = [.. Enumerable.Range(0, experts)];
        _rows = new int[experts];
        _lastLeader = new long[experts];
    }

    /// <summary>Rows of every expert after one draw; valid until the next.</summary>
    public int[] Route(long tokens, RandomStream random)
    {
        Array.Clear(_rows);
        if (_choice is not null) random.Shuffle(_places.AsSpan());
        long leaders = LeadersOf(tokens, random);
        for (long leader = 0; leader < leaders; leader++)
        {
            int followers = leaders == tokens ? 1 : (int)((leader + 1) * tokens / leaders - leader * tokens / leaders);
            ChooseExperts(followers, random);
        }
        return _rows;
    }

    /// <summary>Tokens that choose by themselves; a fraction of one is there in as many draws.</summary>
    private long LeadersOf(long tokens, RandomStream random)
    {
        if (_routing.IndependenceExponent == 1) return tokens;
        double leaders = ReproducibleMath.Pow(tokens, _routing.IndependenceExponent);
        long whole = (long)leaders;
        return Math.Clamp(random.NextDouble() < leaders - whole ? whole + 1 : whole, 1, tokens);
    }

    /// <summary>Different experts, each drawn by its popularity among those not yet chosen.</summary>
    private void ChooseExperts(int followers, RandomStream random)
    {
        _leader++;
        for (int i = 0; i < _perToken; i++)
        {
            int expert;
            do expert = _choice is null ? (int)random.NextInteger(_rows.Length) : _places[_choice.Draw(random)];
            while (_lastLeader[expert] == _leader);
            _lastLeader[expert] = _leader;
            _rows[expert] += followers;
        }
    }
}
