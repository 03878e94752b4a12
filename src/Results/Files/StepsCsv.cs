using DeepStack.Sim.Results.Recording;

namespace DeepStack.Sim.Results.Files;

/// <summary>Writes a row per step.</summary>
public sealed class StepsCsv : RunProjection, IDisposable
{
    private readonly CsvStream _csv;

    /// <param name="stream">Where to write; it stays open.</param>
    public StepsCsv(Stream stream) => _csv = new CsvStream(stream, """
        replica,step,class,origin,start_s,end_s,elapsed_ms,host_ms,requests,prefill_requests,decode_requests,new_tokens,prefill_tokens,decode_tokens,context_tokens,running,waiting,kv_cache_use,preemptions
        """u8);

    /// <inheritdoc/>
    public override void Step(in StepRecord step)
    {
        _csv.Integer(step.Replica).Integer(step.Ordinal).Text(Words.Of(step.Class)).Text(Words.Of(step.Origin))
            .Seconds(step.Start).Seconds(step.End).Milliseconds(step.Elapsed).Milliseconds(step.HostTime)
            .Integer(step.Requests).Integer(step.PrefillRequests).Integer(step.DecodeRequests)
            .Integer(step.NewTokens).Integer(step.PrefillTokens).Integer(step.DecodeTokens).Integer(step.ContextTokens)
            .Integer(step.Running).Integer(step.Waiting).Real(step.KvCacheUse).Integer(step.Preemptions);
        _csv.EndRow();
    }

    /// <summary>Writes what is still buffered.</summary>
    public void Dispose() => _csv.Dispose();
}
