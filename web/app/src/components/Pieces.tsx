/** A text as alternating plain and matched pieces, starting with plain; the matched ones are marked. */
export function Pieces({ pieces }: { pieces: readonly string[] }) {
  return (
    <>
      {pieces.map((piece, index) => (index % 2 === 0 ? <span key={index}>{piece}</span> : piece && <mark key={index}>{piece}</mark>))}
    </>
  );
}
