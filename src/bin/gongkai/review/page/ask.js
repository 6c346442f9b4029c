// What is asked of the server. Addresses are relative to the page's own, which holds the token.

const base = new URL(".", location.href);

/** An answer as JSON; an error with the server's sentence where there is none. */
export async function ask(path, parameters = {}, body = undefined) {
  const address = new URL(`api/${path}`, base);
  for (const [name, value] of Object.entries(parameters)) if (value !== "" && value !== undefined) address.searchParams.set(name, value);
  const options = body === undefined ? {} : { method: "POST", body: JSON.stringify(body) };
  const answer = await fetch(address, options);
  if (!answer.ok) throw new Error(await answer.text());
  return answer.json();
}

/** A picture of a page, and whether characters may lack in it. */
export async function picture(number, page, scale) {
  const address = new URL(`api/report/${number}/page/${page}`, base);
  address.searchParams.set("scale", String(scale));
  const answer = await fetch(address);
  if (!answer.ok) throw new Error(await answer.text());
  return { address: URL.createObjectURL(await answer.blob()), lacks: answer.headers.get("x-lacks-faces") === "1" };
}

/** The address of a source in a frame. */
export const frameAddress = (number) => new URL(`api/report/${number}/frame`, base).href;
