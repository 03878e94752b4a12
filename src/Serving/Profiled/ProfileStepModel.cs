using DeepStack.Sim.Core.Units;
using DeepStack.Sim.Serving.Running;
using DeepStack.Sim.Workload.Models;
using DeepStack.Sim.Workload.Steps;

namespace DeepStack.Sim.Serving.Profiled;

/// <summary>Step times summed from measured kernels: layers, attention looked up jointly for prompts and decodes, and all-reduces.</summary>
/// <approximation>
/// A profile knows only the mean context of the decodes, and one device's all-reduces are a ring without contention. Uneven contexts make
/// small decode batches wait for their longest member: a decode step takes at least as long as up to 16 sequences at that length.
/// Measured runs agree within about 1 % in means.
/// </approximation>
public sealed class ProfileStepModel : IGroupStepModel, IDecodeStepModel
{
    private const int LockedToTheLongest = 16;

    private readonly KernelProfile _profile;
    private readonly ModelSpec _model;
    private readonly TensorLinks? _links;
    private readonly TensorLinks? _expertLinks;

    /// <param name="profile">The kernels.</param>
    /// <param name="model">The model: layers, width and experts.</param>
    /// <param name="links">The links between devices that share layers; null where one device holds them.</param>
    /// <param name="expertLinks">The links between ranks in lock step that share experts; null where each holds all.</param>
    public ProfileStepModel(KernelProfile profile, ModelSpec model, TensorLinks? links, TensorLinks? expertLinks = null)
    {
        _expertLinks = expertLinks;
        _profile = profile;
        _model = model;
        _links = links;
    }

    /// <inheritdoc/>
    public Duration DurationOf(StepShape shape) => Duration.FromSeconds(1e-6 * (MicrosecondsWithoutExperts(shape) + ExpertMicroseconds(shape.NewTokens, shape.NewTokens)));

    /// <inheritdoc/>
    /// <remarks>Idle and smaller ranks are padded to the largest; each holds an equal share of the experts and gets the tokens of all.</remarks>
    public Duration DurationOf(ReadOnlySpan<StepShape> shapes)
    {
        double slowest = 0;
        int most = 0, all = 0;
        foreach (StepShape shape in shapes)
        {
            if (shape.NewTokens > 0) slowest = Math.Max(slowest, MicrosecondsWithoutExperts(shape));
            most = Math.Max(most, shape.NewTokens);
            all += shape.NewTokens;
        }
        return Duration.FromSeconds(1e-6 * (slowest + ExpertMicroseconds(most, all)));
    }

    /// <inheritdoc/>
    public Duration DurationOfDecode(int sequences, long contextTokens, int longestContext)
    {
        var point = new AttentionPoint(0, 0, sequences, (double)contextTokens / sequences);
        return Duration.FromSeconds(1e-6 * (Microseconds(sequences, sequences, sequences, Attention(in point, longestContext)) + ExpertMicroseconds(sequences, sequences)));
    }

    private double MicrosecondsWithoutExperts(StepShape shape)
    {
        AttentionPoint point = AttentionPoint.Of(shape);
        return Microseconds(shape.NewTokens, shape.Slices.Count, shape.SampledSequences, Attention(in point, point.PrefillTokens > 0 ? 0 : LongestContext(shape)));
    }

    private double Microseconds(int tokens, int sequences, int sampled, double attention)
    {
        double layer = _profile.LayerMicroseconds(tokens, sequences) + attention;
        if (_links is not null) layer += 2 * _links.AllReduceMicroseconds((double)tokens * _model.HiddenSize * 2);
        return _model.LayerCount * layer + _profile.StepMicroseconds(tokens, sampled);
    }

    private double Attention(in AttentionPoint point, int longestContext)
    {
        double time = _profile.AttentionMicroseconds(in point);
        if (point.PrefillTokens > 0) return time;
        var uneven = new AttentionPoint(0, 0, Math.Min(point.DecodeSequences, LockedToTheLongest), longestContext);
        return Math.Max(time, _profile.AttentionMicroseconds(in uneven));
    }

    /// <summary>Experts of all layers, and the exchange of tokens before and after them.</summary>
    /// <param name="tokens">Tokens that a rank's experts compute on average, padding included.</param>
    /// <param name="routed">Tokens of all ranks; each draws its experts evenly.</param>
    private double ExpertMicroseconds(int tokens, int routed)
    {
        if (!_profile.HasExperts || tokens == 0) return 0;
        int ranks = _expertLinks?.Devices ?? 1;
        double sum = 0, exchange = _expertLinks?.AllReduceMicroseconds((double)tokens * ranks * _model.HiddenSize * 2) ?? 0;
        foreach (LayerGroup group in _model.Layers)
        {
            if (group.FeedForward is not MixtureOfExperts experts) continue;
            double untouched = 1;
            for (int i = 0; i < routed && untouched > 1e-6; i++) untouched *= 1 - (double)experts.ExpertsPerToken / experts.Experts;
            double activated = (double)experts.Experts / ranks * (1 - untouched);
            sum += group.Count * (exchange + _profile.ExpertMicroseconds(tokens, activated));
        }
        return sum;
    }

    private static int LongestContext(StepShape shape)
    {
        int longest = 0;
        for (int i = 0; i < shape.Slices.Count; i++) longest = Math.Max(longest, shape.Slices[i].ContextTokens);
        return longest;
    }
}
